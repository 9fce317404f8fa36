// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

import org.jspecify.annotations.Nullable;

/**
 * All who see what happens. What happens at each grant is told to those by name who do something
 * then: a list of them would cost more than what they do, as each would be a call that no compiler
 * and no processor can foresee.
 */
final class Journals implements Journal {
    private final Journal[] all;
    private final @Nullable DebugLog log;
    private final @Nullable DebugLog details;
    private final Reports reports;
    private final Summary summary;
    private final FlightRecorder flight;
    private final MissionControl missionControl;
    private final Journal another;

    /**
     * These, in this order.
     *
     * @param log null if nothing is logged
     */
    Journals(
            @Nullable DebugLog log,
            Reports reports,
            Summary summary,
            FlightRecorder flight,
            MissionControl missionControl,
            Journal another) {
        all =
                log == null
                        ? new Journal[] {reports, summary, flight, missionControl, another}
                        : new Journal[] {log, reports, summary, flight, missionControl, another};
        this.log = log;
        details = log != null && log.wantsDetails() ? log : null;
        this.reports = reports;
        this.summary = summary;
        this.flight = flight;
        this.missionControl = missionControl;
        this.another = another;
    }

    @Override
    public void timeIs(long now) {
        if (log != null) {
            log.timeIs(now);
        }
        reports.timeIs(now);
        summary.timeIs(now);
        flight.timeIs(now);
        missionControl.timeIs(now);
        another.timeIs(now);
    }

    @Override
    public void received(Session session, int op, int seq, long time) {
        if (details != null) {
            details.received(session, op, seq, time);
        }
        flight.received(session, op, seq, time);
        another.received(session, op, seq, time);
    }

    @Override
    public void sent(Session session, int op, int seq, long time) {
        if (details != null) {
            details.sent(session, op, seq, time);
        }
        flight.sent(session, op, seq, time);
        another.sent(session, op, seq, time);
    }

    @Override
    public void choosing(Calendar calendar, Roster roster) {
        if (details != null) {
            details.choosing(calendar, roster);
        }
        another.choosing(calendar, roster);
    }

    @Override
    public void granted(Session session, long horizon) {
        if (details != null) {
            details.granted(session, horizon);
        }
        summary.granted(session, horizon);
        flight.granted(session, horizon);
        missionControl.granted(session, horizon);
        another.granted(session, horizon);
    }

    @Override
    public void waits(Session session) {
        flight.waits(session);
        missionControl.waits(session);
        another.waits(session);
    }

    @Override
    public void gathering(int expected) {
        for (Journal journal : all) {
            journal.gathering(expected);
        }
    }

    @Override
    public void gathered(int expected) {
        for (Journal journal : all) {
            journal.gathered(expected);
        }
    }

    @Override
    public void connected(Session session) {
        for (Journal journal : all) {
            journal.connected(session);
        }
    }

    @Override
    public void named(Session session, long id) {
        for (Journal journal : all) {
            journal.named(session, id);
        }
    }

    @Override
    public void started(Session session) {
        for (Journal journal : all) {
            journal.started(session);
        }
    }

    @Override
    public void storm(Session session, long grants) {
        for (Journal journal : all) {
            journal.storm(session, grants);
        }
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        for (Journal journal : all) {
            journal.violated(session, violation, subject);
        }
    }

    @Override
    public void lost(Session session, String why) {
        for (Journal journal : all) {
            journal.lost(session, why);
        }
    }

    @Override
    public void tampered() {
        for (Journal journal : all) {
            journal.tampered();
        }
    }

    @Override
    public void dismissed(Session session) {
        for (Journal journal : all) {
            journal.dismissed(session);
        }
    }

    @Override
    public void removed(Session session) {
        for (Journal journal : all) {
            journal.removed(session);
        }
    }

    @Override
    public void stuck(Roster roster) {
        for (Journal journal : all) {
            journal.stuck(roster);
        }
    }
}
