// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The requests that the calendar has, so that a look at a slot in shared memory that still holds
 * the same one costs nothing but that look: with thousands of participants most of them do, each
 * time.
 *
 * <p>Allocates only when a slot is used for the first time.
 */
final class TakenOver {
    private final BitSet slots = new BitSet();
    private long[] times = new long[64];

    boolean contains(int slot, long time) {
        return slot < times.length && times[slot] == time && slots.get(slot);
    }

    void add(int slot, long time) {
        if (slot >= times.length) {
            times = Arrays.copyOf(times, Integer.highestOneBit(slot) * 2);
        }
        times[slot] = time;
        slots.set(slot);
    }

    /** The slot's request is granted, or gone: the same time there is a new request. */
    void forget(int slot) {
        slots.clear(slot);
    }
}
