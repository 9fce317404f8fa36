// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.NOBODY;

import java.util.Arrays;

/**
 * Conductor only. The requests in order: a tournament in which every slot plays at a fixed leaf and
 * every inner node remembers who won below it, so that the root is the slot that runs next.
 *
 * <pre>
 *                 winners[1] = 2              earliest() = 2
 *            /                    \
 *      winners[2] = 0        winners[3] = 2   earliestBut(2): the best of 3 and 0, the
 *       /        \            /        \      siblings on the way from leaf 2 to the root
 *  [4] = 0   [5] = -1    [6] = 2   [7] = 3
 * </pre>
 *
 * A changed leaf replays its games on the way to the root, and stops where the result stays the
 * same: one comparison a level, at most 16 levels.
 */
final class WinnerTree {
    private static final int SMALLEST = 64;

    private int capacity = SMALLEST;
    private int[] winners = vacant(SMALLEST);
    private long[] times = new long[SMALLEST];
    private long[] tickets = new long[SMALLEST];

    private long nextTicket;
    private int size;

    /**
     * The slot that was taken last plays on with its old request until somebody asks for the
     * outcome. The one that runs usually asks again before that: then one replay does for both.
     */
    private int taken = NOBODY;

    private static int[] vacant(int capacity) {
        int[] winners = new int[2 * capacity];
        Arrays.fill(winners, NOBODY);
        return winners;
    }

    /** Makes room for {@code slot}, by doubling; the requests stay as they are. */
    void admit(int slot) {
        if (slot < capacity) {
            return;
        }
        settle();
        int grown = Integer.highestOneBit(slot) << 1;
        int[] wider = vacant(grown);
        System.arraycopy(winners, capacity, wider, grown, capacity);
        times = Arrays.copyOf(times, grown);
        tickets = Arrays.copyOf(tickets, grown);
        winners = wider;
        capacity = grown;
        for (int node = grown - 1; node > 0; node--) {
            winners[node] = earlier(winners[2 * node], winners[2 * node + 1]);
        }
    }

    /** The request of {@code slot} becomes {@code time}, behind all others of that time. */
    void put(int slot, long time) {
        times[slot] = time;
        tickets[slot] = nextTicket++;
        if (!contains(slot)) {
            size++;
            winners[capacity + slot] = slot;
            if (slot == taken) {
                taken = NOBODY;
            }
        }
        replay(slot);
    }

    /** The request of {@code slot}, which has one, is gone. */
    void take(int slot) {
        assert contains(slot) : slot;
        settle();
        taken = slot;
        size--;
    }

    boolean contains(int slot) {
        return slot < capacity && winners[capacity + slot] == slot && slot != taken;
    }

    long time(int slot) {
        assert contains(slot) : slot;
        return times[slot];
    }

    int size() {
        return size;
    }

    int earliest() {
        settle();
        return winners[1];
    }

    int earliestBut(int slot) {
        if (slot == NOBODY) {
            return earliest();
        }
        if (slot != taken) { // its own games are left out below, so need not be settled
            settle();
            if (winners[1] != slot) {
                return winners[1];
            }
        }
        int best = NOBODY;
        for (int node = capacity + slot; node > 1; node >>>= 1) {
            best = earlier(best, winners[node ^ 1]);
        }
        return best;
    }

    private void settle() {
        if (taken != NOBODY) {
            int slot = taken;
            taken = NOBODY;
            winners[capacity + slot] = NOBODY;
            replay(slot);
        }
    }

    private void replay(int slot) {
        int node = capacity + slot;
        int winner = winners[node];
        while (node > 1) {
            winner = earlier(winner, winners[node ^ 1]);
            node >>>= 1;
            if (winners[node] == winner && winner != slot) {
                return;
            }
            winners[node] = winner;
        }
    }

    private int earlier(int a, int b) {
        if ((a | b) < 0) {
            return Math.max(a, b); // one at least is NOBODY
        }
        long ahead = times[a] - times[b];
        if (ahead == 0) {
            ahead = tickets[a] - tickets[b];
        }
        return ahead < 0 ? a : b;
    }
}
