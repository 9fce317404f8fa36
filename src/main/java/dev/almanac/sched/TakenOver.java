// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import java.util.Arrays;

/**
 * The requests that the calendar has, so that a look at a slot in shared memory that still holds
 * the same one costs nothing but that look: with thousands of participants most of them do, each
 * time.
 *
 * <p>Allocates only when a slot is used for the first time.
 */
public final class TakenOver {
    private long[] times = new long[64];
    private boolean[] has = new boolean[times.length];

    TakenOver() {}

    /** Whether the calendar has a slot's request for that time. */
    public boolean contains(int slot, long time) {
        return slot < times.length && times[slot] == time && has[slot];
    }

    void add(int slot, long time) {
        if (slot >= times.length) {
            times = Arrays.copyOf(times, Integer.highestOneBit(slot) * 2);
            has = Arrays.copyOf(has, times.length);
        }
        times[slot] = time;
        has[slot] = true;
    }

    /** The slot's request is granted, or gone: the same time there is a new request. */
    void forget(int slot) {
        if (slot < has.length) {
            has[slot] = false;
        }
    }
}
