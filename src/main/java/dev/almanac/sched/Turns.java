// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.NOBODY;
import static dev.almanac.calendar.Calendar.before;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/** Decides whose turn it is whenever nobody runs, and gives the floor to it. */
final class Turns {
    /** How far ahead "far away" is: the horizon of who runs when nobody else has a request. */
    private static final long FAR = 1L << 62;

    private final Simulation simulation;
    private final Clock clock;
    private final Calendar calendar;
    private final SharedTime shared;
    private final Sender sender;
    private final Floor floor;
    private final Roster roster;
    private final Steering steering;

    private final Storm storm;
    private boolean gathering = true;
    private @Nullable Outcome outcome;
    private long given;

    Turns(Simulation simulation) {
        this.simulation = simulation;
        clock = simulation.clock;
        calendar = simulation.calendar;
        shared = simulation.shared;
        sender = simulation.sender;
        floor = simulation.floor;
        roster = simulation.roster;
        steering = simulation.steering;
        storm = new Storm(simulation.settings.stormWarn());
    }

    /** How the simulation ended; null while it goes on. */
    @Nullable Outcome outcome() {
        return outcome;
    }

    /** How many turns there were. */
    long given() {
        return given;
    }

    /** Whether it still waits until enough participants have asked to start. */
    boolean isGathering() {
        return gathering;
    }

    /** Gives the floor to whoever is next, if it is free and nothing has to be waited for. */
    void proceed() {
        while (floor.isFree() && outcome == null && !(gathering && !gathered())) {
            if (roster.size() == 0 && simulation.newcomers.size() == 0) {
                outcome = Outcome.ENDED;
            } else if (isHeldUp() || !next()) {
                return;
            }
        }
    }

    /**
     * Takes the next turn.
     *
     * @return false if it is not time for it
     */
    private boolean next() {
        if (simulation.newcomers.size() == 0) {
            if (simulation.silentRequests.takeOver() && !runTheEarliest()) {
                return false;
            }
        } else if (catchUp()) {
            start(simulation.newcomers.poll());
        }
        given++;
        return true;
    }

    /**
     * Moves time to where nobody can be ahead of it: who ran last may have gone on by itself, up to
     * its horizon, without a word. A newcomer that began before that could send it a frame in its
     * past. Without a network a newcomer begins at once, as with usfstl's controller.
     *
     * @return false if somebody had to go, so that all has to be looked at again
     */
    private boolean catchUp() {
        long horizon = floor.confirmedHorizon();
        if (!simulation.hasDevice || !before(clock.now(), horizon)) {
            return true;
        }
        if (!simulation.silentRequests.takeOver()) {
            return false;
        }
        long next = simulation.earliestBut(NOBODY, horizon);
        boolean farAway = simulation.settings.freeRun() == 0 && next == horizon;
        if (!farAway) {
            moveTo(next);
        }
        return true;
    }

    private boolean isHeldUp() {
        return steering.isPaused() || simulation.broadcasts.areOpen() || simulation.heldUp > 0;
    }

    private boolean gathered() {
        int expected = simulation.settings.clients();
        if (simulation.newcomers.size() < expected) {
            return false;
        }
        simulation.journal.gathered(expected);
        gathering = false;
        return true;
    }

    /** Lets a newcomer run until its first WAIT, while time stands still for everybody. */
    private void start(Session session) {
        int slot = roster.freeSlot();
        if (slot < 0) {
            simulation.evict(session, Violation.NO_SLOT, "its START");
            return;
        }
        session.started(slot, clock.now());
        roster.add(session);
        calendar.open(slot);
        if (!shared.enter(slot, session.id())) {
            simulation.journal.tampered();
        }
        floor.give(session, clock.now(), clock.now());
        simulation.journal.started(session);
        sender.startAck(session, shared.announced(slot));
    }

    /**
     * Gives the floor to whoever asked for the earliest time.
     *
     * @return false if it is not time for that
     */
    private boolean runTheEarliest() {
        int next = calendar.earliest();
        OwnTurns own = ownTurnBefore(next);
        if (own != null) {
            return take(own);
        }
        if (next == NOBODY) {
            simulation.journal.stuck(roster);
            outcome = Outcome.STUCK;
            return false;
        }
        Session session = roster.at(next);
        long time = calendar.time(next);
        if (!mayGoTo(time, session)) {
            return false;
        }
        moveTo(time);
        calendar.take(next);
        simulation.takenOver.forget(next);
        grant(session);
        return true;
    }

    private boolean take(OwnTurns turn) {
        if (!mayGoTo(turn.time(), null)) {
            return false;
        }
        turn.cancel();
        moveTo(turn.time());
        shared.currentTime(clock.now()); // for whom the device may interrupt
        if (turn == simulation.deviceTurns) {
            simulation.device.turn();
        }
        return true;
    }

    private boolean mayGoTo(long time, @Nullable Session session) {
        boolean may = steering.admits(time, session);
        if (may) {
            simulation.journal.choosing(calendar, roster);
        }
        return may;
    }

    private @Nullable OwnTurns ownTurnBefore(int slot) {
        OwnTurns device = simulation.deviceTurns;
        OwnTurns reference = simulation.referenceTurns;
        boolean referenceIsFirst =
                reference.isPlanned() && (!device.isPlanned() || reference.isBefore(device));
        OwnTurns first = referenceIsFirst ? reference : device;
        return first.isBefore(slot, calendar) ? first : null;
    }

    /**
     * Moves time forward. What is next is never before now, but for a request that came while its
     * runner had gone on: late, then, rather than back in time.
     */
    private void moveTo(long time) {
        if (before(clock.now(), time)) {
            clock.set(time);
        }
    }

    private void grant(Session session) {
        long now = clock.now();
        long horizon = horizon(session.slot(), now);
        session.runs();
        if (session.isLocal()) {
            session.requests(); // seen only now
        }
        steering.granted();
        floor.give(session, now, horizon);
        simulation.journal.granted(session, horizon);
        if (storm.granted(now)) {
            simulation.journal.storm(session, storm.grants());
        }
        // In its own time also where it shares the calendar's: UML takes RUN's time as it is.
        long own = now - session.offset();
        if (session.sharesTime()) {
            sender.runUnanswered(session, own);
        } else {
            shared.clearRequest(session.slot());
            sender.ask(session, Op.FREE_UNTIL, session.toOwn(horizon), null);
            sender.ask(session, Op.RUN, own, null);
        }
    }

    /** How far whoever runs now may go: to what happens next, at most {@code freeRun} ahead. */
    private long horizon(int slot, long now) {
        long freeRun = simulation.settings.freeRun();
        long next = simulation.earliestBut(slot, now + (freeRun == 0 ? FAR : freeRun));
        return before(next, now) ? now : next; // what is next may be late already
    }
}
