// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** The calendar as the conductor uses it for those who reach it through a socket: no mailboxes. */
final class OwnRequestsOrder extends CalendarOrder {
    OwnRequestsOrder(int slots) {
        super(slots);
    }

    @Override
    public void put(int slot, long time) {
        calendar.request(slot, time);
    }
}
