// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/** Says things to participants: numbers the questions, and lets the journal see every message. */
final class Sender {
    private final Outbox outbox;
    private final Journal journal;

    Sender(Outbox outbox, Journal journal) {
        this.outbox = outbox;
        this.journal = journal;
    }

    /** Answers a question. */
    void ack(Session to, int seq, long time) {
        send(to, Op.ACK, seq, time);
    }

    /** Answers START. */
    void startAck(Session to, int slot) {
        noted(to, Op.ACK, to.startSeq(), slot);
        outbox.sendStartAck(to, to.startSeq(), slot);
    }

    /**
     * Asks something that will be answered.
     *
     * @param asker on whose behalf, null for the calendar's own
     * @return its sequence number
     */
    int ask(Session to, int op, long time, @Nullable Session asker) {
        int seq = to.questions().ask(op, asker);
        send(to, op, seq, time);
        return seq;
    }

    /** Says RUN to a participant that shares time, and so does not answer it. */
    void runUnanswered(Session to, long time) {
        send(to, Op.RUN, to.questions().unanswered(), time);
    }

    private void send(Session to, int op, int seq, long time) {
        noted(to, op, seq, time);
        outbox.send(to, op, seq, time);
    }

    private void noted(Session to, int op, int seq, long time) {
        to.sent();
        journal.sent(to, op, seq, time);
    }
}
