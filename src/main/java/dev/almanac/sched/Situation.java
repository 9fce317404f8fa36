// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Questions;
import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a simulation is waiting for, to be told to people. Belongs to the conductor's thread. */
public final class Situation {
    private final Simulation simulation;
    private final Turns turns;

    Situation(Simulation simulation, Turns turns) {
        this.simulation = simulation;
        this.turns = turns;
    }

    /** The calendar's time, as far as it is known without asking who runs. */
    public long now() {
        return simulation.clock.now();
    }

    /** How many STARTs are still missing before the first participant is started. */
    public int missing() {
        return turns.isGathering()
                ? Math.max(0, simulation.settings.clients() - simulation.newcomers.size())
                : 0;
    }

    /** Who has asked to start, in the order in which they will be. */
    public List<Session> newcomers() {
        return simulation.newcomers.all();
    }

    /** Who takes part. */
    public Roster roster() {
        return simulation.roster;
    }

    /** The ID of the participant that is a process; {@link Session#NO_ID} if there is none. */
    public long idOf(int pid) {
        for (int i = 0; i < simulation.roster.size(); i++) {
            Session session = simulation.roster.get(i);
            if (session.pid() == pid) {
                return session.id();
            }
        }
        return Session.NO_ID;
    }

    /** Who has the floor; null if nobody has. */
    public @Nullable Session runner() {
        return simulation.floor.holder();
    }

    /** What it does, in one word. */
    public Phase phase() {
        if (stands()) {
            return Phase.PAUSED;
        } else if (simulation.steering.isPaused()) {
            return Phase.PAUSING;
        } else if (turns.isGathering()) {
            return Phase.GATHERING;
        }
        return isHeldBack() ? Phase.NAPPING : Phase.RUNNING;
    }

    /** Whether it has paused: nobody runs, nothing is waited for, and nothing happens by itself. */
    public boolean stands() {
        return simulation.steering.isPaused()
                && simulation.floor.isFree()
                && !isBroadcasting()
                && simulation.heldUp == 0;
    }

    /** Whether it waits for nobody but for those who steer it, or for real time. */
    public boolean isHeldBack() {
        return stands() || (simulation.floor.isFree() && simulation.steering.isNapping());
    }

    /** Whether the next turn waits for answers to a BROADCAST. */
    public boolean isBroadcasting() {
        return simulation.broadcasts.areOpen();
    }

    /** Up to when whoever runs may go by itself, as far as it knows. */
    public long horizon() {
        return simulation.floor.confirmedHorizon();
    }

    /** How many turns were given so far; while somebody is waited for, it stays as it is. */
    public long turns() {
        return turns.given();
    }

    /** Who has not answered a BROADCAST. */
    public List<Session> owingBroadcasts() {
        List<Session> owing = new ArrayList<>();
        for (int i = 0; i < simulation.roster.size(); i++) {
            Session session = simulation.roster.get(i);
            Questions questions = session.questions();
            for (int seq = questions.oldest(); seq != questions.next(); seq++) {
                if (questions.op(seq) == Op.BROADCAST) {
                    owing.add(session);
                    break;
                }
            }
        }
        return owing;
    }

    /** When a participant has asked to run; null if it has not. */
    public @Nullable Event request(Session session) {
        if (!hasRequest(session)) {
            return null;
        }
        long ticket =
                session.sharesTime() ? Long.MAX_VALUE : simulation.calendar.ticket(session.slot());
        return new Event(requestTime(session), ticket, session);
    }

    /**
     * Whether a participant has asked to run. What is in shared memory is taken over when somebody
     * waits, and newer until then.
     */
    public boolean hasRequest(Session session) {
        int slot = session.slot();
        return session.state().isStarted()
                && (session.sharesTime()
                        ? simulation.shared.isRequested(slot)
                        : simulation.calendar.pending(slot));
    }

    /** When a participant that has a request asked to run. */
    public long requestTime(Session session) {
        int slot = session.slot();
        return session.sharesTime()
                ? simulation.shared.requestTime(slot)
                : simulation.calendar.time(slot);
    }

    /**
     * What happens next, as far as it is known now, the earliest first.
     *
     * @param most how many events at most
     */
    public List<Event> next(int most) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < simulation.roster.size(); i++) {
            Event request = request(simulation.roster.get(i));
            if (request != null) {
                events.add(request);
            }
        }
        OwnTurns device = simulation.deviceTurns;
        if (device.isPlanned()) {
            events.add(new Event(device.time(), device.rank(), null));
        }
        long now = now();
        events.sort(
                Comparator.<Event>comparingLong(event -> event.time() - now) // wrap-safe
                        .thenComparingLong(Event::ticket));
        return events.subList(0, Math.min(most, events.size()));
    }
}
