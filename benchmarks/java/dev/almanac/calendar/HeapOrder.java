// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import java.util.Arrays;

/**
 * A heap that knows where each slot is, so that a request can be replaced in place: binary, or with
 * four children a node, which lie side by side.
 */
final class HeapOrder implements Order {
    private static final int ABSENT = -1;

    private final int children;
    private final int[] heap;
    private final int[] places;
    private final long[] times;
    private final long[] tickets;
    private int size;
    private long ticket;

    HeapOrder(int slots, int children) {
        this.children = children;
        heap = new int[slots];
        places = new int[slots];
        times = new long[slots];
        tickets = new long[slots];
        Arrays.fill(places, ABSENT);
    }

    @Override
    public void put(int slot, long time) {
        times[slot] = time;
        tickets[slot] = ticket++;
        if (places[slot] == ABSENT) {
            place(slot, size++);
        }
        settle(slot);
    }

    @Override
    public int earliest() {
        return heap[0];
    }

    @Override
    public int earliestBut(int slot) {
        return heap[earliestChild(0)];
    }

    @Override
    public long time(int slot) {
        return times[slot];
    }

    @Override
    public void take(int slot) {
        int place = places[slot];
        places[slot] = ABSENT;
        int last = heap[--size];
        if (last != slot) {
            place(last, place);
            settle(last);
        }
    }

    private void settle(int slot) {
        int place = places[slot];
        while (place > 0 && before(slot, heap[(place - 1) / children])) {
            place(heap[(place - 1) / children], place);
            place = (place - 1) / children;
        }
        while (children * place + 1 < size) {
            int child = earliestChild(place);
            if (!before(heap[child], slot)) {
                break;
            }
            place(heap[child], place);
            place = child;
        }
        place(slot, place);
    }

    /** The place of the earliest of those below a place, of which there is one at least. */
    private int earliestChild(int place) {
        int first = children * place + 1;
        int end = Math.min(first + children, size);
        int best = first;
        for (int child = first + 1; child < end; child++) {
            if (before(heap[child], heap[best])) {
                best = child;
            }
        }
        return best;
    }

    private void place(int slot, int place) {
        heap[place] = slot;
        places[slot] = place;
    }

    private boolean before(int a, int b) {
        long ahead = times[a] - times[b];
        return ahead < 0 || (ahead == 0 && tickets[a] < tickets[b]);
    }
}
