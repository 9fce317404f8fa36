// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/** No order at all: whoever is next is looked for among all. */
final class LinearScanOrder implements Order {
    private static final int NOBODY = -1;

    private final long[] times;
    private final long[] tickets;
    private final boolean[] pending;
    private long ticket;

    LinearScanOrder(int slots) {
        times = new long[slots];
        tickets = new long[slots];
        pending = new boolean[slots];
    }

    @Override
    public void put(int slot, long time) {
        times[slot] = time;
        tickets[slot] = ticket++;
        pending[slot] = true;
    }

    @Override
    public int earliest() {
        return earliestBut(NOBODY);
    }

    @Override
    public int earliestBut(int slot) {
        int best = NOBODY;
        for (int i = 0; i < times.length; i++) {
            if (i != slot && pending[i] && (best == NOBODY || before(i, best))) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public long time(int slot) {
        return times[slot];
    }

    @Override
    public void take(int slot) {
        pending[slot] = false;
    }

    private boolean before(int a, int b) {
        long ahead = times[a] - times[b];
        return ahead < 0 || (ahead == 0 && tickets[a] < tickets[b]);
    }
}
