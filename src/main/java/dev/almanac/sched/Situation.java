// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Questions;
import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

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

    /** Whether the next turn waits for answers to a BROADCAST. */
    public boolean isBroadcasting() {
        return simulation.broadcasts.areOpen();
    }

    /** Whether a participant has not answered something that it was asked. */
    public static boolean owesAnswers(Session session) {
        Questions questions = session.questions();
        return questions.oldest() != questions.next();
    }

    /** The requests. */
    public Calendar calendar() {
        return simulation.calendar;
    }
}
