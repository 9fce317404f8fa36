// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/**
 * Who runs, and how far it may go by itself: its horizon.
 *
 * <p>A horizon can be lowered while its holder runs. Until the holder has confirmed that, it may
 * still go as far as it was told before, and whoever asked for the earlier time gets no answer.
 */
final class Floor {
    private final Sender sender;
    private final SharedTime shared;
    private final HeldAnswers held = new HeldAnswers();

    private @Nullable Session holder;
    private long begun;
    private long horizon;
    private long confirmedHorizon;
    private boolean lowering;
    private int lowered;

    Floor(Sender sender, SharedTime shared) {
        this.sender = sender;
        this.shared = shared;
    }

    /** Who runs; null when nobody does. */
    @Nullable Session holder() {
        return holder;
    }

    boolean isFree() {
        return holder == null;
    }

    /** When the holder, or the last one, was given the floor. */
    long begun() {
        return begun;
    }

    /** How far the holder may go as far as it knows. */
    long confirmedHorizon() {
        return confirmedHorizon;
    }

    /** Gives the floor to somebody, before it is told so. */
    void give(Session session, long now, long until) {
        holder = session;
        begun = now;
        horizon = until;
        confirmedHorizon = until;
        shared.run(session.slot(), now, until);
    }

    /** Nobody runs any more, and nobody has to know a horizon. */
    void vacate() {
        holder = null;
        lowering = false;
        shared.calendarRuns();
        held.releaseAll(sender);
    }

    /**
     * Answers a request of a participant that waits, for a time that the holder, somebody else, may
     * believe it is free to pass: as soon as the holder knows better.
     */
    void answer(Session requester, int seq, long time, Session runner) {
        lowerTo(time, runner);
        if (lowering && before(time, confirmedHorizon)) {
            held.hold(requester, seq, lowered);
        } else {
            sender.ack(requester, seq, 0);
        }
    }

    /** Makes whoever runs stop at that time, and does something as soon as it knows. */
    void stopAt(long time, Runnable action) {
        Session runner = holder;
        if (runner != null && runner.sharesTime()) {
            shared.lowerHorizon(time);
        } else if (runner != null) {
            lowerTo(time, runner);
            if (lowering && before(time, confirmedHorizon)) {
                held.hold(action, lowered);
                return;
            }
        }
        action.run();
    }

    private void lowerTo(long time, Session runner) {
        if (before(time, horizon)) {
            horizon = time;
            lowered = sender.ask(runner, Op.FREE_UNTIL, runner.toOwn(time), null);
            lowering = true;
        }
    }

    /** A participant confirmed a FREE_UNTIL. */
    void confirmed(Session by, int seq) {
        if (by != holder || !lowering) {
            return;
        }
        if (seq == lowered) {
            lowering = false;
            confirmedHorizon = horizon;
        }
        held.confirmed(seq, sender);
    }

    /** Waits neither for a participant that is gone, nor with an answer to it. */
    void forget(Session gone) {
        held.forget(gone);
        if (holder == gone) {
            vacate();
        }
    }
}
