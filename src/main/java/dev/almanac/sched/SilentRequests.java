// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

import java.util.BitSet;

/**
 * The requests that participants make without a message: in shared memory, or by posting. Nothing
 * tells which of them was first, so those that are found together are in the order in which their
 * participants started.
 *
 * <p>A BROADCAST is heard by all at once, and what one asks for then by message arrives sooner or
 * later by chance; so these requests are put into that order, too.
 */
final class SilentRequests {
    private final Simulation simulation;
    private final Calendar calendar;
    private final SharedTime shared;
    private final Floor floor;
    private final Roster roster;

    /** Usfstl's controller looks at shared memory before its turns only. */
    private final boolean onlyBeforeTurns;

    /** The requests that the calendar has, as they would be found in shared memory. */
    private final TakenOver takenOver;

    /** Whose request came by message while a BROADCAST was being heard. */
    private final BitSet onHearing = new BitSet();

    SilentRequests(Simulation simulation) {
        this.simulation = simulation;
        calendar = simulation.calendar;
        shared = simulation.shared;
        floor = simulation.floor;
        roster = simulation.roster;
        takenOver = simulation.takenOver;
        onlyBeforeTurns = simulation.settings.freeRun() == 0;
    }

    /**
     * Before a turn: takes over all of them. One that did not change keeps its place among those of
     * the same time.
     *
     * @return false if somebody had to go for what it wrote, so that all has to be looked at again
     */
    boolean takeOver() {
        if (calendar.hasPosts()) {
            takePosts();
        }
        return !roster.hasShared() || takeShared();
    }

    private void takePosts() {
        int[] slots = roster.slots();
        for (int i = 0; i < roster.size(); i++) {
            calendar.drain(slots[i]);
        }
        calendar.drain(); // of which nothing is left
    }

    private boolean takeShared() {
        int end = roster.endOfSlots();
        int slot = shared.nextNew(1, end, takenOver);
        if (slot == end) {
            return true;
        }
        boolean isOnly = shared.nextNew(slot + 1, end, takenOver) == end && roster.isTaken(slot);
        return isOnly ? take(slot) : takeAll();
    }

    private boolean takeAll() {
        int[] slots = roster.slots();
        for (int i = 0; i < roster.size(); i++) {
            if (!take(slots[i])) {
                return false;
            }
        }
        return true;
    }

    /** What a slot asks for, if that is new. */
    private boolean take(int slot) {
        if (!shared.isRequested(slot)) {
            return true;
        }
        long at = shared.requestTime(slot);
        return takenOver.contains(slot, at) || take(slot, at);
    }

    private boolean take(int slot, long at) {
        Session session = roster.at(slot);
        // What was asked for in time may be late by now, as its runner had gone on.
        if (before(at, floor.begun())) {
            simulation.evict(
                    session, Violation.REQUEST_IN_THE_PAST, "the time " + at + " in its slot");
            return false;
        }
        enter(session, at);
        return true;
    }

    private void enter(Session session, long at) {
        simulation.request(session.slot(), at);
        if (session.sharesTime()) {
            session.requests();
        }
    }

    /** By message: it asks on hearing a BROADCAST, and that request is in the calendar. */
    void onHearing(int slot) {
        onHearing.set(slot);
    }

    /**
     * Before a BROADCAST is passed on, and when all have heard it: requests from before come before
     * those of who hears it, and these before what its sender asks for afterwards. What nobody may
     * ask for is left for the next turn.
     */
    void settle() {
        for (int i = 0; i < roster.size(); i++) {
            Session session = roster.get(i);
            int slot = session.slot();
            if (onHearing.get(slot)) {
                if (calendar.pending(slot)) {
                    calendar.request(
                            slot, calendar.time(slot)); // behind those of who started before
                }
            } else if (session.isLocal()) {
                if (!onlyBeforeTurns) {
                    calendar.drain(slot);
                }
            } else if (shared.isRequested(slot)) {
                settle(session, shared.requestTime(slot));
            }
        }
        onHearing.clear();
    }

    private void settle(Session session, long at) {
        if (before(at, floor.begun())) {
            return;
        }
        if (session != floor.holder()) {
            shared.lowerHorizon(at); // it did, but so did others at that moment
        }
        if (!onlyBeforeTurns && !takenOver.contains(session.slot(), at)) {
            enter(session, at);
        }
    }
}
