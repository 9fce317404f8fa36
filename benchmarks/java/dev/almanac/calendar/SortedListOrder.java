// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** A doubly linked list, searched from its head: how the C reference keeps its requests. */
final class SortedListOrder implements Order {
    private final int head;
    private final int[] next;
    private final int[] previous;
    private final long[] times;

    SortedListOrder(int slots) {
        head = slots;
        next = new int[slots + 1];
        previous = new int[slots + 1];
        times = new long[slots];
        for (int slot = 0; slot <= slots; slot++) {
            next[slot] = slot;
            previous[slot] = slot;
        }
    }

    @Override
    public void put(int slot, long time) {
        take(slot);
        times[slot] = time;
        int after = next[head];
        while (after != head && !Calendar.before(time, times[after])) {
            after = next[after];
        }
        link(previous[after], slot);
        link(slot, after);
    }

    @Override
    public int earliest() {
        return next[head];
    }

    @Override
    public int earliestBut(int slot) {
        return next[slot];
    }

    @Override
    public long time(int slot) {
        return times[slot];
    }

    @Override
    public void take(int slot) {
        link(previous[slot], next[slot]);
        link(slot, slot);
    }

    private void link(int first, int second) {
        next[first] = second;
        previous[second] = first;
    }
}
