// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.trace.LogLine;
import dev.almanac.wire.Op;

import java.io.PrintStream;
import java.util.ArrayList;

/**
 * The lines that usfstl's controller prints, in the same columns, for the scripts that read them.
 * Level 0 tells who comes and goes, 2 every message and grant, 3 the schedule too. The first column
 * is 0: here nothing nests.
 */
final class DebugLog implements Journal {
    private static final int MESSAGES = 2;
    private static final int SCHEDULE = 3;

    private final PrintStream out;
    private final int level;
    private final LogLine line = new LogLine();
    private long now;

    /**
     * Prints to {@code out}, which the owner flushes.
     *
     * @param level 0 to 3
     */
    DebugLog(PrintStream out, int level) {
        this.out = out;
        this.level = level;
    }

    /** Whether it tells of messages and grants, too. */
    boolean wantsDetails() {
        return level >= MESSAGES;
    }

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void gathering(int expected) {
        out.println(line.at(now).append(" waiting for " + expected + " clients"));
    }

    @Override
    public void gathered(int expected) {
        out.println(line.at(now).append(" have " + expected + " clients now"));
    }

    @Override
    public void connected(Session session) {
        String pid = session.pid() == 0 ? "" : " (pid=" + session.pid() + ")";
        about(session, "connected" + pid);
    }

    @Override
    public void named(Session session, long id) {
        about(session, "now known as id:" + Long.toHexString(id));
    }

    @Override
    public void received(Session session, int op, int seq, long time) {
        message(session, '<', op, seq, time);
        if (level >= SCHEDULE && op == Op.BROADCAST) {
            about(session, "Got BROADCAST message " + Long.toHexString(time));
        }
    }

    @Override
    public void sent(Session session, int op, int seq, long time) {
        message(session, '>', op, seq, time);
    }

    @Override
    public void started(Session session) {
        about(session, "started, assigned shm id " + session.slot());
    }

    @Override
    public void granted(Session session, long horizon) {
        if (level >= MESSAGES) {
            about(session, "running");
        }
    }

    @Override
    public void removed(Session session) {
        about(
                session,
                "removed (req: %d, wait: %d, update: %d)"
                        .formatted(
                                session.requestCount(),
                                session.waitCount(),
                                session.updateCount()));
    }

    @Override
    public void choosing(Calendar calendar, Roster roster) {
        if (level < SCHEDULE) {
            return;
        }
        out.println(line.at(now).append(" schedule"));
        ArrayList<Session> pending = new ArrayList<>();
        for (int i = 0; i < roster.size(); i++) {
            if (calendar.pending(roster.get(i).slot())) {
                pending.add(roster.get(i));
            }
        }
        pending.sort((a, b) -> Long.signum(calendar.time(a.slot()) - calendar.time(b.slot())));
        for (Session session : pending) {
            String time = Long.toUnsignedString(calendar.time(session.slot()));
            line.indented().of(session.name(), ownTime(session));
            out.println(line.append("   prio:0, start:" + time));
        }
    }

    private void message(Session session, char direction, int op, int seq, long time) {
        if (level >= MESSAGES) {
            begin(session).message(direction, op, seq, time);
            out.println(line);
        }
    }

    private void about(Session session, String what) {
        out.println(begin(session).says(what));
    }

    private LogLine begin(Session session) {
        return line.at(now).of(session.name(), ownTime(session));
    }

    private String ownTime(Session session) {
        return session.state().isStarted()
                ? LogLine.ownTime(session.toOwn(now), now)
                : LogLine.NO_TIME;
    }
}
