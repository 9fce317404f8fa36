// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
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
    private final StringBuilder line = new StringBuilder(128);
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

    @Override
    public boolean wantsDetails() {
        return level >= MESSAGES;
    }

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void gathering(int expected) {
        begin().append(" waiting for ").append(expected).append(" clients");
        end();
    }

    @Override
    public void gathered(int expected) {
        begin().append(" have ").append(expected).append(" clients now");
        end();
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
    public void granted(Session session) {
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
        begin().append(" schedule");
        end();
        ArrayList<Session> pending = new ArrayList<>();
        for (int i = 0; i < roster.size(); i++) {
            if (calendar.pending(roster.get(i).slot())) {
                pending.add(roster.get(i));
            }
        }
        pending.sort((a, b) -> Long.signum(calendar.time(a.slot()) - calendar.time(b.slot())));
        for (Session session : pending) {
            line.setLength(0);
            line.append("                  ");
            name(session);
            line.append("   prio:0, start:")
                    .append(Long.toUnsignedString(calendar.time(session.slot())));
            end();
        }
    }

    private void message(Session session, char direction, int op, int seq, long time) {
        if (level < MESSAGES) {
            return;
        }
        begin();
        name(session);
        line.append(' ').append(direction);
        right(Integer.toString(seq), 6);
        line.append("| ");
        right(Op.name(op), 10);
        line.append(" @ ").append(time);
        end();
    }

    private void about(Session session, String what) {
        begin();
        name(session);
        line.append("          ").append(what);
        end();
    }

    private StringBuilder begin() {
        line.setLength(0);
        line.append("[ 0][");
        right(Long.toUnsignedString(now), 12);
        return line.append(']');
    }

    private void name(Session session) {
        line.append('[').append(session.name());
        for (int column = session.name().length(); column < 20; column++) {
            line.append(' ');
        }
        line.append(' ');
        right(ownTime(session), 12);
        line.append(']');
    }

    private String ownTime(Session session) {
        if (!session.state().isStarted()) {
            return "tbd";
        }
        long own = session.toOwn(now);
        return own == now ? "=" : Long.toUnsignedString(own);
    }

    private void right(String text, int width) {
        for (int column = text.length(); column < width; column++) {
            line.append(' ');
        }
        line.append(text);
    }

    private void end() {
        out.println(line);
    }
}
