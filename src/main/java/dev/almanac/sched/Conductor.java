// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/**
 * Conducts a simulation: takes what participants say, answers, and gives the floor to one after the
 * other.
 *
 * <p>Belongs to one thread. Times are nanoseconds of simulated time, compared wrap-safe. In the
 * steady state nothing here allocates.
 */
public final class Conductor {
    /** How much may be asked after something that a participant does not answer. */
    private static final int MOST_UNANSWERED = 65_536;

    private final Simulation simulation;
    private final Answers answers;
    private final Turns turns;
    private final Situation situation;

    /** A simulation at time 0 in which nobody takes part yet. */
    public Conductor(
            Settings settings,
            Calendar calendar,
            SharedTime shared,
            Outbox outbox,
            Journal journal) {
        simulation = new Simulation(settings, calendar, shared, outbox, journal);
        answers = new Answers(simulation);
        turns = new Turns(simulation);
        situation = new Situation(simulation, turns);
    }

    /** Begins to wait for participants. With none to wait for, that is the end. */
    public void begin() {
        simulation.journal.gathering(simulation.settings.clients());
        turns.proceed();
    }

    /** How it ended; null while it goes on. */
    public @Nullable Outcome outcome() {
        return turns.outcome();
    }

    /** What it is waiting for, as it is at each moment. */
    public Situation situation() {
        return situation;
    }

    /** Somebody connected. */
    public void connected(Session session) {
        simulation.journal.connected(session);
    }

    /**
     * A message came from a participant that is not gone.
     *
     * @param op any number
     * @param seq any number
     * @param time any number
     */
    public void received(Session session, int op, int seq, long time) {
        assert session.state() != State.GONE : session + " is gone";
        if (op == Op.START && time != Session.NO_ID && session.state() == State.CONNECTED) {
            simulation.journal.named(session, time);
            session.named(time);
        }
        session.received(op, seq, time);
        if (op == Op.BROADCAST) {
            keepTime(session); // in memory it may have gone on; a message would have said so before
        }
        simulation.journal.received(session, op, seq, time);
        if (session.state() == State.RUNNING && !session.isSharingKnown()) {
            simulation.roster.sharingIs(session, simulation.shared.sharesTime(session.slot()));
        }
        Violation violation = session.state().violationOf(op);
        if (violation == null) {
            violation =
                    session.questions().span() > MOST_UNANSWERED
                            ? Violation.NOT_ANSWERING
                            : answers.serve(session, op, seq, time);
        }
        if (violation != null) {
            violated(session, violation, subject(session, op, seq, time));
        } else {
            turns.proceed();
        }
    }

    private String subject(Session session, int op, int seq, long time) {
        String message = Session.describe(op, seq, time);
        return op == Op.WAIT && session.sharesTime()
                ? message + " with the time " + simulation.shared.currentTime() + " in memory"
                : message;
    }

    /**
     * A connection failed, whether or not its participant is there still.
     *
     * @param why to be told to people
     */
    public void lost(Session session, String why) {
        simulation.journal.lost(session, why);
        disconnected(session);
    }

    /** A connection ended, or cannot be used any more. */
    public void disconnected(Session session) {
        if (session.state() != State.GONE) {
            keepTime(session);
            simulation.remove(session);
            turns.proceed();
        }
    }

    /**
     * A participant broke a rule.
     *
     * @param subject what it broke it with, to be read before {@link Violation#what}
     */
    public void violated(Session session, Violation violation, String subject) {
        if (session.state() != State.GONE) {
            keepTime(session);
            simulation.evict(session, violation, subject);
            turns.proceed();
        }
    }

    /**
     * When it is to pause, and how fast it may go.
     *
     * @see #goAhead
     */
    public Steering steering() {
        return simulation.steering;
    }

    /** Looks again whether somebody may be given the floor: the steering has changed, or time. */
    public void goAhead() {
        turns.proceed();
    }

    /** Somebody who steers the simulation wants a participant to go. */
    public void dismiss(Session session) {
        if (session.state() != State.GONE) {
            keepTime(session);
            simulation.dismiss(session);
            turns.proceed();
        }
    }

    /** Lets something of the calendar's own take part. Before anybody connects. */
    public void setDevice(Device device) {
        simulation.device = device;
        simulation.hasDevice = true;
    }

    /** The time of whoever runs, as far as it told; of the calendar if nobody does. */
    public long currentTime() {
        return answers.currentTime();
    }

    /** Draws a tie-break ticket for the device: behind all requests that are there. */
    public long drawTicket() {
        return simulation.calendar.drawTicket();
    }

    /**
     * Plans the device's next turn, in place of the one that is planned. If somebody runs, {@link
     * #stopRunnerAt} has to see to it that it does not pass that time.
     *
     * @param ticket requests for the same time with a lower ticket come before it
     */
    public void planDeviceTurn(long time, long ticket) {
        simulation.deviceTurns.plan(time, ticket);
    }

    /** The device has nothing to do. */
    public void cancelDeviceTurn() {
        simulation.deviceTurns.cancel();
    }

    /**
     * Makes whoever runs stop at a time, if it is not told to stop earlier anyway.
     *
     * @param action is done as soon as it knows; at once if nobody runs
     */
    public void stopRunnerAt(long time, Runnable action) {
        simulation.floor.stopAt(time, action);
    }

    /** The device waits for an answer: until {@link #goOn} nobody gets the floor. */
    public void holdUp() {
        simulation.heldUp++;
    }

    /** One answer has come. */
    public void goOn() {
        simulation.heldUp--;
        turns.proceed();
    }

    private void keepTime(Session session) {
        if (session == simulation.floor.holder()) {
            answers.keepTimeOf(session);
        }
    }
}
