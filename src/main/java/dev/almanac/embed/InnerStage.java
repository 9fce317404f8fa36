// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.calendar.Calendar;
import dev.almanac.client.CalendarGoneException;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Outbox;
import dev.almanac.sched.Outcome;
import dev.almanac.sched.Settings;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.trace.Digest;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;

/**
 * The conductor of a simulation whose participants are all in this process. It has no thread of its
 * own: whoever has something to say does the conductor's step, one at a time. So who gives the
 * floor back finds out itself who is next, and at most one other thread has to be woken.
 *
 * <p>Any thread. In the steady state nothing here allocates.
 */
final class InnerStage implements Stage {
    private final Calendar calendar = new Calendar();
    private final InnerTime time = new InnerTime();

    /** With an unbounded horizon requests are taken before turns only, as from shared memory. */
    private final boolean onlyBeforeTurns;

    private final int pid = (int) ProcessHandle.current().pid();

    // Guarded by this.
    private final Conductor conductor;
    private final Log log = new Log();
    private final ArrayList<@Nullable DirectLine> lines = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int ordinal;
    private @Nullable String end;

    InnerStage(Settings settings) {
        onlyBeforeTurns = settings.freeRun() == 0;
        conductor = new Conductor(settings, calendar, time, new Lines(), log);
        conductor.begin();
        calendar.handOver();
    }

    /** The requests: a participant posts its own. */
    Calendar calendar() {
        return calendar;
    }

    /** What all share. */
    InnerTime time() {
        return time;
    }

    @Override
    public synchronized LocalLine connect(Inbox inbox) {
        if (end != null) {
            throw new CalendarGoneException(end);
        }
        Integer number = free.poll();
        if (number == null) {
            number = lines.size();
            lines.add(null);
        }
        Session session = new Session(number, pid, ++ordinal, true);
        DirectLine line = new DirectLine(this, inbox, session, ordinal);
        lines.set(number, line);
        conductor.connected(line.session);
        stepDone();
        return line;
    }

    /** Somebody says something. */
    synchronized void received(Session from, int op, int seq, long time) {
        if (isServed(from)) {
            conductor.received(from, op, seq, time);
            stepDone();
        }
    }

    /** Somebody gives the floor back, and asks to run at a time. */
    synchronized void waits(Session from, int seq, long request) {
        if (isServed(from)) {
            if (onlyBeforeTurns || calendar.hasPosts()) { // among which it has its place
                calendar.post(from.slot(), request);
            } else {
                calendar.request(from.slot(), request);
            }
            conductor.received(from, Op.WAIT, seq, -1);
            stepDone();
        }
    }

    /** Somebody leaves. */
    synchronized void disconnected(Session session) {
        if (isServed(session)) {
            conductor.disconnected(session);
            stepDone();
        }
    }

    @Override
    public synchronized void end(String why) {
        if (end == null) {
            end = why;
            time.lowerHorizon(conductor.currentTime()); // who runs freely would not notice
            for (DirectLine line : lines) {
                if (line != null) {
                    line.cut(why);
                }
            }
        }
    }

    /** Nothing goes on by itself here. */
    @Override
    public void awaitEnd() {}

    @Override
    public synchronized long now() {
        return conductor.currentTime();
    }

    @Override
    public synchronized long grants() {
        return log.grants;
    }

    @Override
    public synchronized long digest() {
        return log.digest.value();
    }

    private boolean isServed(Session session) {
        return end == null && session.state() != State.GONE;
    }

    private DirectLine line(Session session) {
        return Objects.requireNonNull(lines.get(session.connection()));
    }

    private void stepDone() {
        calendar.handOver(); // the next step may be another thread's
        Outcome outcome = conductor.outcome();
        if (outcome != null) {
            end(outcome.describe(conductor.currentTime()));
        }
    }

    /** Where what the conductor says goes. */
    private final class Lines implements Outbox {
        @Override
        public void send(Session to, int op, int seq, long time) {
            DirectLine line = line(to);
            line.inbox.put(line, op, seq, time);
        }

        @Override
        public void sendStartAck(Session to, int seq, int slot) {
            send(to, Op.ACK, seq, slot);
        }

        @Override
        public void close(Session session) {
            line(session).cut(log.verdict);
        }
    }

    /** What is to be known about the simulation. */
    private final class Log implements Journal {
        private final Digest digest = new Digest();
        private String verdict = "";
        private long grants;
        private long now;

        @Override
        public void timeIs(long time) {
            now = time;
        }

        @Override
        public void received(Session session, int op, int seq, long time) {
            if (op == Op.BROADCAST) {
                digest.broadcast(identity(session), now, time);
            }
        }

        @Override
        public void started(Session session) {
            digest.ran(identity(session), now);
        }

        @Override
        public void granted(Session session, long horizon) {
            grants++;
            digest.ran(identity(session), now);
        }

        private long identity(Session session) {
            return session.id() == Session.NO_ID ? ~line(session).number : session.id();
        }

        @Override
        public void violated(Session session, Violation violation, String subject) {
            verdict =
                    "%s was removed from the simulation: %s %s; %s"
                            .formatted(session, subject, violation.what(), violation.right());
        }

        @Override
        public void removed(Session session) {
            lines.set(session.connection(), null);
            free.push(session.connection());
        }
    }
}
