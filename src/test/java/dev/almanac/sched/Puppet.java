// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * A participant that says what a test makes it say, and hears what the conductor says. Unless told
 * otherwise it confirms at once whatever it is asked.
 */
final class Puppet {
    /** A question of the calendar's that it has not confirmed. */
    record Question(Puppet to, int op, int seq, long time) {}

    final String name;
    final Session session;
    boolean sharesTime;
    boolean confirmsAtOnce = true;

    private final ScriptedSimulation simulation;
    private final Map<Integer, Integer> asked = new HashMap<>();
    private final ArrayDeque<Question> unconfirmed = new ArrayDeque<>();

    /**
     * Horizons that it may still believe in: the last that it confirmed, and all that came since.
     */
    private final ArrayDeque<Question> horizons = new ArrayDeque<>();

    private long requested;

    /** From close before the numbers wrap: the calendar may only repeat them. */
    private int seq = -3;

    Puppet(ScriptedSimulation simulation, String name, Session session) {
        this.simulation = simulation;
        this.name = name;
        this.session = session;
    }

    // What it says. Times of messages are its own, unless it shares time.

    void starts(long id) {
        says(Op.START, id);
    }

    /** One that shares time may do it in its own time, as UML does, if that is over as such. */
    void requests(long time) {
        requested = session.toCalendar(time);
        if (session.sharesTime() && before(requested, simulation.now())) {
            requested += session.offset();
        }
        says(Op.REQUEST, time);
    }

    /** As a UML guest does that shares time: for now, in its own time. */
    void requestsNowLikeUml() {
        requests(simulation.now() - session.offset());
    }

    void waits() {
        says(Op.WAIT, -1);
    }

    void gets() {
        says(Op.GET, -1);
    }

    void getsTimeOfDay() {
        says(Op.GET_TOD, -1);
    }

    void updates(long time) {
        says(Op.UPDATE, time);
    }

    void broadcasts(long bits) {
        says(Op.BROADCAST, bits);
    }

    /** Says anything, and expects an answer, where the operation has one. */
    void says(int op, long time) {
        seq++;
        if (op != Op.ACK && !(op == Op.WAIT && sharesTime)) {
            asked.put(seq, op);
        }
        simulation.hears(this, op, seq, time);
    }

    /** Answers any question. */
    void acks(int question) {
        simulation.hears(this, Op.ACK, question, 0);
    }

    /** From now on it confirms when told to. */
    Puppet confirmsWhenTold() {
        confirmsAtOnce = false;
        return this;
    }

    /** Confirms the oldest question of that kind. */
    void confirms(int op) {
        Question question =
                unconfirmed.stream().filter(one -> one.op == op).findFirst().orElse(null);
        assertNotNull(question, () -> name + " has no open " + Op.name(op));
        confirms(question);
    }

    void confirms(Question question) {
        unconfirmed.remove(question);
        if (question.op == Op.FREE_UNTIL && horizons.contains(question)) {
            while (!horizons.element().equals(question)) {
                horizons.remove();
            }
        }
        acks(question.seq);
    }

    /** What it has not confirmed, oldest first. */
    ArrayDeque<Question> unconfirmed() {
        return unconfirmed;
    }

    void leaves() {
        simulation.loses(this);
    }

    // What it does in shared memory. Times there are the calendar's.

    /** Says that it shares time; due right after its START was answered. */
    void sharesTime() {
        sharesTime = true;
        simulation.memory().sharesTime(slot());
    }

    void requestsInMemory(long time) {
        simulation.memory().request(slot(), time);
        if (simulation.runner() != this) {
            simulation.memory().lowerFreeUntil(time);
        }
    }

    void tellsInMemory(long time) {
        simulation.memory().currentTime(time);
    }

    int slot() {
        return session.slot();
    }

    // What it hears.

    /** An ACK came; the operation that it answers. */
    int acked(int question) {
        Integer op = asked.remove(question);
        assertNotNull(op, () -> name + " is answered what it did not ask: " + question);
        return op;
    }

    void isAsked(int op, int question, long time) {
        Question open = new Question(this, op, question, time);
        unconfirmed.add(open);
        if (op == Op.FREE_UNTIL) {
            horizons.add(open);
        } else if (op == Op.RUN) {
            while (horizons.size() > 1) {
                horizons.remove(); // those of earlier turns
            }
        }
    }

    /** It starts, and may not run ahead. */
    void started() {
        horizons.clear();
    }

    /** What its last REQUEST asked for, in the calendar's time. */
    long requested() {
        return requested;
    }

    /** Whether something that it asked is not answered. */
    boolean awaitsAnswer() {
        return !asked.isEmpty();
    }

    /** The farthest horizon that it may believe in; times must not wrap. */
    long farthest() {
        return horizons.stream()
                .mapToLong(horizon -> session.toCalendar(horizon.time))
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Whether it may believe that it is free to pass a time. */
    boolean mayPass(long time) {
        return horizons.stream()
                .anyMatch(horizon -> before(time, session.toCalendar(horizon.time)));
    }

    @Override
    public String toString() {
        return name;
    }
}
