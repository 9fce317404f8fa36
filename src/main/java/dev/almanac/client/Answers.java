// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/**
 * The questions that a participant has asked its calendar, and the answers that have come. Several
 * are open at a time only after an interruption, so a few suffice.
 */
final class Answers {
    private static final int ROOM = Long.SIZE;

    private final long[] times = new long[ROOM];
    private long open;
    private int last;

    /** The sequence number of a message whose answer, if any, does not count here. */
    int number() {
        return ++last;
    }

    /** The sequence number of a question. */
    int ask() {
        open |= bit(++last);
        return last;
    }

    /** Whether a question is not answered yet. */
    boolean isOpen(int seq) {
        return (open & bit(seq)) != 0;
    }

    /**
     * An answer came.
     *
     * @return whether there was such a question
     */
    boolean answer(int seq, long time) {
        if (last - seq < 0 || last - seq >= ROOM || !isOpen(seq)) {
            return false;
        }
        open &= ~bit(seq);
        times[seq & (ROOM - 1)] = time;
        return true;
    }

    /** What the answer said. */
    long time(int seq) {
        return times[seq & (ROOM - 1)];
    }

    private static long bit(int seq) {
        return 1L << seq;
    }
}
