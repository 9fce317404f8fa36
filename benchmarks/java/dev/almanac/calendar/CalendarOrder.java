// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** The calendar itself, mailboxes included. */
class CalendarOrder implements Order {
    final Calendar calendar = new Calendar();

    CalendarOrder(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            calendar.open(slot);
        }
    }

    @Override
    public void put(int slot, long time) {
        calendar.post(slot, time);
    }

    @Override
    public void drain() {
        calendar.drain();
    }

    @Override
    public int earliest() {
        return calendar.earliest();
    }

    @Override
    public int earliestBut(int slot) {
        return calendar.earliestBut(slot);
    }

    @Override
    public long time(int slot) {
        return calendar.time(slot);
    }

    @Override
    public void take(int slot) {
        calendar.take(slot);
    }
}
