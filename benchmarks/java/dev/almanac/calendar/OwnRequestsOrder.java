// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** The calendar as the conductor uses it for those who reach it through a socket: no mailboxes. */
final class OwnRequestsOrder implements Order {
    private final Calendar calendar = new Calendar();

    OwnRequestsOrder(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            calendar.open(slot);
        }
    }

    @Override
    public void put(int slot, long time) {
        calendar.request(slot, time);
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
