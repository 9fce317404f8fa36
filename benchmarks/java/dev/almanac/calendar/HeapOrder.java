// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import java.util.Arrays;

/** A binary heap that knows where each slot is, so that a request can be replaced in place. */
final class HeapOrder implements Order {
    private static final int ABSENT = -1;

    private final int[] heap;
    private final int[] places;
    private final long[] times;
    private final long[] tickets;
    private int size;
    private long ticket;

    HeapOrder(int slots) {
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
        return size == 2 || before(heap[1], heap[2]) ? heap[1] : heap[2];
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
        while (place > 0 && before(slot, heap[(place - 1) / 2])) {
            place(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], slot)) {
                break;
            }
            place(heap[child], place);
            place = child;
        }
        place(slot, place);
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
