// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.NOBODY;

import java.util.Arrays;

/**
 * Conductor only. The requests in order: a tournament in which every slot plays at its own leaf and
 * every inner node knows the winner below it, so that the root has the slot that runs next.
 *
 * <pre>
 *                 winners[1] = 2              earliest() = 2
 *            /                    \
 *      winners[2] = 0        winners[3] = 2   earliestBut(2) = the best of 3 and 0, which
 *       /        \            /        \      are the siblings on the way from leaf 2 up
 *  [4] = 0   [5] = -1    [6] = 2   [7] = 3
 * </pre>
 *
 * A changed leaf replays the games on its way to the root: 6 of them with 64 slots, 16 with all.
 */
final class WinnerTree {
    /** Room for one who plays no game: each counts where little is planned. */
    private static final int SMALLEST = 1;

    private int capacity = SMALLEST;
    private int[] winners = vacant(SMALLEST);

    /** The time of slot n at 2n, its ticket at 2n + 1. */
    private long[] keys = new long[2 * SMALLEST];

    private final Tickets tickets;
    private int size;

    /**
     * The slot taken last stays in the tree until somebody asks for the outcome. The one that runs
     * usually asks again before that, and then one replay does for both.
     */
    private int taken = NOBODY;

    /** Nobody has a request; those of the same time will be in the order of these tickets. */
    WinnerTree(Tickets tickets) {
        this.tickets = tickets;
    }

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
        int[] leaves = Arrays.copyOfRange(winners, capacity, 2 * capacity);
        capacity = Integer.highestOneBit(slot) << 1;
        keys = Arrays.copyOf(keys, 2 * capacity);
        winners = vacant(capacity);
        System.arraycopy(leaves, 0, winners, capacity, leaves.length);
        for (int node = capacity - 1; node > 0; node--) {
            winners[node] = earlier(winners[2 * node], winners[2 * node + 1]);
        }
    }

    /**
     * The request of {@code slot} becomes {@code time}, with a new ticket: with tickets in order,
     * behind all others of that time.
     */
    void put(int slot, long time) {
        if (slot == taken) {
            taken = NOBODY;
            size++;
        } else if (winners[capacity + slot] != slot) {
            winners[capacity + slot] = slot;
            size++;
        }
        keys[2 * slot] = time;
        keys[2 * slot + 1] = tickets.draw();
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
        return keys[2 * slot];
    }

    long ticket(int slot) {
        assert contains(slot) : slot;
        return keys[2 * slot + 1];
    }

    long drawTicket() {
        return tickets.drawInOrder();
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
            winners[node] = winner;
        }
    }

    /**
     * The winner of one game. Who wins is a toss-up that no branch predictor learns, so the choice
     * is made by a mask: that halves the time with many slots.
     */
    private int earlier(int a, int b) {
        if ((a | b) < 0) {
            return Math.max(a, b); // NOBODY loses to anybody
        }
        long lead = keys[2 * a] - keys[2 * b];
        if (lead == 0) {
            lead = keys[2 * a + 1] - keys[2 * b + 1];
        }
        int first = (int) (lead >> (Long.SIZE - 1));
        return b ^ ((a ^ b) & first);
    }
}
