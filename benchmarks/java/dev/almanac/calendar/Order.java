// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/**
 * What the conductor needs of whatever keeps the requests in order. The rivals of the calendar
 * behind this interface belong to one thread: they are spared the mailboxes.
 */
interface Order {
    /** The request of {@code slot} becomes {@code time}, behind all others of that time. */
    void put(int slot, long time);

    /** Takes over what was put, if that is not done at once. */
    default void drain() {}

    /** The slot that runs next; there is always one here. */
    int earliest();

    /** The slot that runs next but for {@code slot}, which is the earliest; there is always one. */
    int earliestBut(int slot);

    /** The time of the request of {@code slot}. */
    long time(int slot);

    /** The request of {@code slot}, which is the earliest, is gone. */
    void take(int slot);
}
