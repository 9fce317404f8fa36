// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What the calendar asked one participant and has no ACK for: a ring of the sequence numbers from
 * the oldest open question to the newest.
 *
 * <p>Answers usually come in the order of the questions, but a client that asks something while it
 * handles a BROADCAST may answer a later question first.
 *
 * <p>Allocates only when more questions are open than ever before on this connection.
 */
public final class Questions {
    /** What {@link #answer} returns when that question is not open. */
    public static final int NOT_ASKED = -1;

    private static final int NAMED_AT_MOST = 4;

    private int[] ops = new int[8];
    private @Nullable Session[] askers = new Session[8];
    private int oldest = 1;
    private int next = 1;

    Questions() {
        Arrays.fill(ops, NOT_ASKED);
    }

    /**
     * Opens a question.
     *
     * @param op RUN, FREE_UNTIL or BROADCAST
     * @param asker the participant on whose behalf it is asked, null for the calendar's own
     * @return its sequence number, which the ACK will repeat
     */
    public int ask(int op, @Nullable Session asker) {
        if (next - oldest == ops.length) {
            grow();
        }
        int at = next & (ops.length - 1);
        ops[at] = op;
        askers[at] = asker;
        return next++;
    }

    /**
     * Numbers a message that gets no ACK, as RUN does in shared-memory mode.
     *
     * @return its sequence number
     */
    public int unanswered() {
        if (oldest == next) {
            oldest++;
            return next++;
        }
        int seq = ask(Op.RUN, null);
        answer(seq);
        return seq;
    }

    /**
     * Closes a question.
     *
     * @param seq as the ACK has it
     * @return the operation that was asked, or {@link #NOT_ASKED}
     */
    public int answer(int seq) {
        if (!isOpen(seq)) {
            return NOT_ASKED;
        }
        int at = seq & (ops.length - 1);
        int op = ops[at];
        ops[at] = NOT_ASKED;
        while (oldest != next && ops[oldest & (ops.length - 1)] == NOT_ASKED) {
            oldest++;
        }
        return op;
    }

    /** Whether a question waits for its answer. */
    public boolean isOpen(int seq) {
        return seq - oldest >= 0 && seq - next < 0 && ops[seq & (ops.length - 1)] != NOT_ASKED;
    }

    /** The operation of a question that is open; {@link #NOT_ASKED} if it is not. */
    public int op(int seq) {
        return isOpen(seq) ? ops[seq & (ops.length - 1)] : NOT_ASKED;
    }

    /** How many questions there are from the oldest open one to the newest. */
    public int span() {
        return next - oldest;
    }

    /**
     * On whose behalf a question, open or just answered, was asked; null for the calendar's own.
     */
    public @Nullable Session asker(int seq) {
        return askers[seq & (ops.length - 1)];
    }

    /** The sequence number from which on questions may be open. */
    public int oldest() {
        return oldest;
    }

    /** The sequence number that the next question will have. */
    public int next() {
        return next;
    }

    /** Those that are open, for a report; empty if there are none. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        int named = 0;
        for (int seq = oldest; seq != next; seq++) {
            if (!isOpen(seq)) {
                continue;
            }
            if (named++ == NAMED_AT_MOST) {
                return text.append(" and more").toString();
            }
            text.append(named == 1 ? "" : ", ").append(Op.name(op(seq)));
            text.append(" (seq ").append(Integer.toUnsignedString(seq)).append(')');
        }
        return text.toString();
    }

    private void grow() {
        int[] moreOps = new int[ops.length * 2];
        @Nullable Session[] moreAskers = new Session[moreOps.length];
        Arrays.fill(moreOps, NOT_ASKED);
        for (int seq = oldest; seq != next; seq++) {
            moreOps[seq & (moreOps.length - 1)] = ops[seq & (ops.length - 1)];
            moreAskers[seq & (moreOps.length - 1)] = askers[seq & (ops.length - 1)];
        }
        ops = moreOps;
        askers = moreAskers;
    }
}
