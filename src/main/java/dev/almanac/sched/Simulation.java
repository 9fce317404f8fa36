// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.NOBODY;
import static dev.almanac.calendar.Calendar.before;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;

/**
 * All that a simulation is at a moment. {@link Answers} changes it when a participant says
 * something, {@link Turns} when nobody runs.
 */
final class Simulation {
    final Settings settings;
    final Calendar calendar;
    final SharedTime shared;
    final Outbox outbox;
    final Journal journal;

    final Clock clock;
    final Sender sender;
    final Roster roster;
    final Newcomers newcomers = new Newcomers();
    final Floor floor;
    final Broadcasts broadcasts;
    final Steering steering = new Steering();

    /** When the device has something to do. */
    final OwnTurns deviceTurns = new OwnTurns();

    /** See {@link #takeTurnAsTheReferenceDoes}. */
    final OwnTurns referenceTurns = new OwnTurns();

    /** The requests that are in the calendar, as they would be found in shared memory. */
    final TakenOver takenOver = new TakenOver();

    final SilentRequests silentRequests;

    Device device = Device.NONE;

    boolean hasDevice;

    /** How many answers the device waits for; until it has them nobody gets the floor. */
    int heldUp;

    Simulation(
            Settings settings,
            Calendar calendar,
            SharedTime shared,
            Outbox outbox,
            Journal journal) {
        this.settings = settings;
        this.calendar = calendar;
        this.shared = shared;
        this.outbox = outbox;
        this.journal = journal;
        clock = new Clock(journal);
        sender = new Sender(outbox, journal);
        roster = new Roster(settings.maxSlots());
        floor = new Floor(sender, shared);
        silentRequests = new SilentRequests(this);
        broadcasts = new Broadcasts(roster, silentRequests, sender);
    }

    /** Ends the connection of a participant that broke a rule. */
    void evict(Session session, Violation violation, String subject) {
        journal.violated(session, violation, subject);
        outbox.close(session);
        remove(session);
    }

    /** A participant's request is that from now on, wherever it came from. */
    void request(int slot, long at) {
        calendar.request(slot, at);
        takenOver.add(slot, at);
    }

    /** Ends the connection of a participant that has to go, whatever it did. */
    void dismiss(Session session) {
        journal.dismissed(session);
        outbox.close(session);
        remove(session);
    }

    /** Takes out a participant, so that nobody waits for it any more. */
    void remove(Session session) {
        if (session.state() == State.ASKED_TO_START) {
            newcomers.remove(session);
        }
        if (session.state().isStarted()) {
            roster.remove(session);
            if (session.isLocal()) {
                calendar.drain(session.slot()); // it may have posted a request that nobody has seen
            }
            calendar.cancel(session.slot());
            takenOver.forget(session.slot());
            if (settings.freeRun() == 0) {
                takeTurnAsTheReferenceDoes();
            }
        }
        journal.removed(session);
        session.gone();
        broadcasts.forget(session);
        floor.forget(session);
        if (session.slot() != 0) {
            shared.leave(session.slot());
        }
    }

    /**
     * After a departure usfstl's controller takes a turn itself, at the time of the next request
     * and right behind it; so who makes that request is told to stop at once, and asks again.
     * Without that our grants would not be the same as its own, one by one.
     */
    private void takeTurnAsTheReferenceDoes() {
        int next = calendar.earliest();
        long at = next == NOBODY ? clock.now() : calendar.time(next);
        referenceTurns.plan(at, calendar.drawTicket());
    }

    /** The time of the earliest thing that happens besides a slot's; {@code otherwise} if none. */
    long earliestBut(int slot, long otherwise) {
        long earliest = otherwise;
        int other = calendar.earliestBut(slot);
        if (other != NOBODY && before(calendar.time(other), earliest)) {
            earliest = calendar.time(other);
        }
        if (deviceTurns.isPlanned() && before(deviceTurns.time(), earliest)) {
            earliest = deviceTurns.time();
        }
        if (referenceTurns.isPlanned() && before(referenceTurns.time(), earliest)) {
            earliest = referenceTurns.time();
        }
        return earliest;
    }

    /**
     * Whether something besides a slot's happens before a time. Looks into all slots of shared
     * memory, too: what was requested there since the last turn is not in the calendar yet.
     */
    boolean isAskedForBefore(long time, int slot) {
        if (before(earliestBut(slot, time), time)) {
            return true;
        }
        for (int i = 0; roster.hasShared() && i < roster.size(); i++) {
            int other = roster.get(i).slot();
            if (other != slot && shared.isRequested(other)) {
                long at = shared.requestTime(other);
                if (!before(at, floor.begun()) && before(at, time)) {
                    return true;
                }
            }
        }
        return false;
    }
}
