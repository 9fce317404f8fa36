// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Questions;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/**
 * BROADCASTs that not everybody has confirmed. The sender gets its answer when all have, and until
 * then nobody is given the floor: a broadcast happens to everybody at the same time.
 */
final class Broadcasts {
    private final Roster roster;
    private final SilentRequests requests;
    private final Sender sender;
    private int open;

    Broadcasts(Roster roster, SilentRequests requests, Sender sender) {
        this.roster = roster;
        this.requests = requests;
        this.sender = sender;
    }

    /** Whether somebody has to be waited for. */
    boolean areOpen() {
        return open > 0;
    }

    /** Passes a broadcast to everybody else. */
    void pass(Session from, int seq, long bits) {
        int others = roster.size() - 1;
        if (others == 0) {
            sender.ack(from, seq, 0);
            return;
        }
        if (open == 0) { // else some have heard another one already, and some not yet
            requests.settle();
        }
        from.broadcasts(seq, others);
        open++;
        for (int i = 0; i <= others; i++) {
            Session other = roster.get(i);
            if (other != from) {
                sender.ask(other, Op.BROADCAST, bits, from);
            }
        }
    }

    /** Somebody confirmed a broadcast. */
    void confirmed(@Nullable Session from) {
        if (from != null && from.broadcastAnswered()) {
            open--;
            requests.settle();
            if (from.state() != State.GONE) {
                sender.ack(from, from.broadcastSeq(), 0);
            }
        }
    }

    /** Does not wait for a participant that is gone; what it sent is still being heard. */
    void forget(Session gone) {
        Questions questions = gone.questions();
        for (int seq = questions.oldest(); seq != questions.next(); seq++) {
            if (questions.isOpen(seq)) {
                confirmed(questions.asker(seq));
            }
        }
    }
}
