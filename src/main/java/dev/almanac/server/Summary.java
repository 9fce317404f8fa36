// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Who took part, and what it did: a table for the end of a simulation. */
final class Summary implements Journal {
    private static final String ROW = "  %-22s %9s %9s %9s %9s %9s %9s %22s %22s%n";

    private final long begunNanos = System.nanoTime();
    private final List<Participation> participations = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong grants = new AtomicLong();

    /** One participant's part in the simulation. */
    private static final class Participation {
        private final Session session;
        private final long started;
        private long left;
        private boolean hasLeft;

        private Participation(Session session, long started) {
            this.session = session;
            this.started = started;
        }
    }

    @Override
    public void timeIs(long time) {
        now.lazySet(time);
    }

    @Override
    public void started(Session session) {
        participations.add(new Participation(session, now()));
    }

    @Override
    public void granted(Session session, long horizon) {
        grants.lazySet(grants.getPlain() + 1); // one thread writes
    }

    /** Any thread: the simulated time, not much ago. */
    long now() {
        return now.get();
    }

    /** Any thread: how many grants there were, not much ago. */
    long grants() {
        return grants.get();
    }

    @Override
    public void removed(Session session) {
        for (int i = participations.size() - 1; i >= 0; i--) {
            Participation participation = participations.get(i);
            if (participation.session == session) {
                participation.left = now();
                participation.hasLeft = true;
                return;
            }
        }
    }

    /** Prints the table. */
    void print(PrintStream to) {
        double real = (System.nanoTime() - begunNanos) / 1e9;
        long messages = 0;
        for (Participation participation : participations) {
            messages += participation.session.receivedCount() + participation.session.sentCount();
        }
        to.printf(
                Locale.ROOT,
                "almanac: %d participants, %d grants, %d messages; simulated %s in %.3f s of real"
                        + " time, %.0f times as fast%n",
                participations.size(),
                grants(),
                messages,
                Seconds.exact(now()),
                real,
                now() / 1e9 / real);
        if (!participations.isEmpty()) {
            to.printf(
                    ROW,
                    "participant",
                    "runs",
                    "requests",
                    "waits",
                    "updates",
                    "in",
                    "out",
                    "started at",
                    "left at");
        }
        for (Participation participation : participations) {
            Session session = participation.session;
            to.printf(
                    ROW,
                    session,
                    session.runCount(),
                    session.requestCount(),
                    session.waitCount(),
                    session.updateCount(),
                    session.receivedCount(),
                    session.sentCount(),
                    Seconds.exact(participation.started),
                    participation.hasLeft ? Seconds.exact(participation.left) : "-");
        }
        to.flush();
    }
}
