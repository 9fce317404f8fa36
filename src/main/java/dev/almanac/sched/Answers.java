// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.session.Questions;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/** What each operation does that a participant may say in its state, and what it is answered. */
final class Answers {
    /**
     * How many requests of one participant may wait for their answers. Each costs whoever runs a
     * FREE_UNTIL, and none of the known clients has more than one at a time.
     */
    private static final int MOST_HELD = 16;

    private final Simulation simulation;
    private final Clock clock;
    private final SharedTime shared;
    private final Sender sender;
    private final Floor floor;

    Answers(Simulation simulation) {
        this.simulation = simulation;
        clock = simulation.clock;
        shared = simulation.shared;
        sender = simulation.sender;
        floor = simulation.floor;
    }

    /**
     * Serves a message that its sender's state allows.
     *
     * @return the rule that it broke, null if none
     */
    @Nullable Violation serve(Session from, int op, int seq, long time) {
        return switch (op) {
            case Op.ACK -> confirmed(from, seq);
            case Op.START -> asksToStart(from, seq);
            case Op.REQUEST -> requests(from, seq, time);
            case Op.WAIT -> waits(from, seq);
            case Op.GET -> tell(from, seq, from.toOwn(currentTime()));
            case Op.UPDATE -> updates(from, seq, from.toCalendar(time));
            case Op.GET_TOD -> tell(from, seq, simulation.settings.timeAtStart() + currentTime());
            case Op.BROADCAST -> broadcasts(from, seq, time);
            default -> throw new AssertionError("no state lets operation " + op + " through");
        };
    }

    /** The time of a participant that goes while it runs; others may have seen it already. */
    void keepTimeOf(Session runner) {
        if (runner.sharesTime()) {
            clock.set(currentTime());
        }
    }

    private @Nullable Violation tell(Session to, int seq, long time) {
        sender.ack(to, seq, time);
        return null;
    }

    private @Nullable Violation asksToStart(Session from, int seq) {
        from.askedToStart(seq);
        simulation.newcomers.add(from);
        return null;
    }

    private @Nullable Violation requests(Session from, int seq, long time) {
        long now = currentTime();
        long at = from.toCalendar(time);
        // A UML guest that shares time says "now" in its own time when it asks by message, which it
        // does only while it waits and somebody runs who does not share time; usfstl's clients use
        // the calendar's. A time that is over can only be the former.
        if (from.sharesTime() && !from.isLocal() && before(at, now)) {
            at += from.offset();
        }
        if (before(at, now)) {
            return Violation.REQUEST_IN_THE_PAST;
        }
        from.requests();
        Session runner = floor.holder();
        boolean readsMemory = runner != null && runner.sharesTime();
        enter(from, at, readsMemory);
        if (readsMemory) {
            shared.lowerHorizon(at);
            sender.ack(from, seq, 0);
        } else if (runner == null || runner == from) {
            sender.ack(from, seq, 0);
        } else if (from.heldAnswers() == MOST_HELD) {
            return Violation.ASKING_ON;
        } else {
            floor.answer(from, seq, at, runner);
        }
        return null;
    }

    private void enter(Session from, long at, boolean runnerReadsMemory) {
        if (from.isLocal()) {
            simulation.calendar.drain(from.slot()); // what it has posted itself is older
            simulation.request(from.slot(), at);
        } else {
            shared.request(from.slot(), at);
            if (!runnerReadsMemory) { // else the slots are all read when it waits
                simulation.request(from.slot(), at);
                if (simulation.broadcasts.areOpen()) {
                    simulation.silentRequests.onHearing(from.slot());
                }
            }
        }
    }

    private @Nullable Violation waits(Session from, int seq) {
        if (from.sharesTime()) {
            Violation violation = moveTime(from, shared.currentTime());
            if (violation != null) {
                return violation;
            }
        } else {
            sender.ack(from, seq, 0);
        }
        from.waits();
        simulation.journal.waits(from);
        floor.vacate();
        return null;
    }

    private @Nullable Violation updates(Session from, int seq, long time) {
        Violation violation = moveTime(from, time);
        if (violation != null) {
            return violation;
        }
        shared.currentTime(time);
        from.updates();
        sender.ack(from, seq, 0);
        return null;
    }

    private @Nullable Violation broadcasts(Session from, int seq, long bits) {
        if (from.isBroadcasting()) {
            return Violation.BROADCAST_TWICE;
        }
        simulation.broadcasts.pass(from, seq, bits);
        simulation.steering.broadcast();
        return null;
    }

    private @Nullable Violation confirmed(Session from, int seq) {
        Questions questions = from.questions();
        switch (questions.answer(seq)) {
            case Questions.NOT_ASKED -> {
                return Violation.UNASKED_ACK;
            }
            case Op.FREE_UNTIL -> floor.confirmed(from, seq);
            case Op.BROADCAST -> simulation.broadcasts.confirmed(questions.asker(seq));
            default -> {} // RUN: that it runs shows soon enough
        }
        return null;
    }

    /** Takes over the time that a running participant tells. */
    private @Nullable Violation moveTime(Session runner, long time) {
        if (before(time, clock.now())) {
            return Violation.TIME_WENT_BACK;
        }
        boolean moves = before(clock.now(), time); // else it had passed before it knew better
        if (moves
                && before(floor.confirmedHorizon(), time)
                && simulation.isAskedForBefore(time, runner.slot())) {
            return Violation.BEYOND_THE_HORIZON;
        }
        clock.set(time);
        return null;
    }

    /**
     * The time of whoever runs, as far as it told; a participant that shares time tells at once.
     */
    long currentTime() {
        Session runner = floor.holder();
        if (runner == null || !runner.sharesTime()) {
            return clock.now();
        }
        long told = shared.currentTime();
        boolean credible = !before(told, clock.now()) && !before(floor.confirmedHorizon(), told);
        return credible ? told : clock.now();
    }
}
