// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What people must know: a line when something goes wrong, and at the end one for each participant.
 */
final class Reports implements Journal {
    private static final int NAMED_AT_MOST = 20;
    private static final String ROW = "  %-22s %9s %9s %9s %9s %9s %9s %22s %22s%n";

    private final PrintStream err;
    private final long begunNanos = System.nanoTime();
    private final List<Participation> participations = new ArrayList<>();
    private long now;
    private long grants;
    private long violations;
    private boolean shortageTold;

    Reports(PrintStream err) {
        this.err = err;
    }

    /** One participant's part in the simulation; {@code left} is the time when it was last seen. */
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

    /** How many participants broke a rule. */
    long violations() {
        return violations;
    }

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void started(Session session) {
        participations.add(new Participation(session, now));
    }

    @Override
    public void granted(Session session) {
        grants++;
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        violations++;
        say(
                "closed the connection of %s at %s: %s %s; %s (it was %s)"
                        .formatted(
                                session,
                                seconds(now),
                                subject,
                                violation.what(),
                                violation.right(),
                                session.state()));
    }

    @Override
    public void removed(Session session) {
        for (int i = participations.size() - 1; i >= 0; i--) {
            Participation participation = participations.get(i);
            if (participation.session == session) {
                participation.left = now;
                participation.hasLeft = true;
                return;
            }
        }
    }

    @Override
    public void stuck(Roster roster) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(roster.size(), NAMED_AT_MOST); i++) {
            names.add(roster.get(i).toString());
        }
        int more = roster.size() - names.size();
        say(
                "nobody has a request at %s, so nothing can happen any more; those left wait: %s%s"
                        .formatted(
                                seconds(now),
                                String.join(", ", names),
                                more > 0 ? " and " + more + " more" : ""));
    }

    /** There are no participants to wait for. */
    void nobodyToWaitFor() {
        say("no participants to wait for: --clients=N says how many");
    }

    /** The machine has no room for another connection. */
    void shortage(String why) {
        if (!shortageTold) {
            shortageTold = true;
            say(
                    "cannot take in another connection ("
                            + why
                            + "); those who knock wait. `ulimit -n` says how many descriptors a"
                            + " process may have");
        }
    }

    /** Tells, at the end, what happened. */
    void summary() {
        double real = (System.nanoTime() - begunNanos) / 1e9;
        long messages = 0;
        for (Participation participation : participations) {
            messages += participation.session.receivedCount() + participation.session.sentCount();
        }
        say(
                String.format(
                        Locale.ROOT,
                        "%d participants, %d grants, %d messages; simulated %s in %.3f s of real"
                                + " time, %.0f times as fast",
                        participations.size(),
                        grants,
                        messages,
                        seconds(now),
                        real,
                        now / 1e9 / real));
        if (!participations.isEmpty()) {
            err.printf(
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
            err.printf(
                    ROW,
                    session,
                    session.runCount(),
                    session.requestCount(),
                    session.waitCount(),
                    session.updateCount(),
                    session.receivedCount(),
                    session.sentCount(),
                    seconds(participation.started),
                    participation.hasLeft ? seconds(participation.left) : "-");
        }
        err.flush();
    }

    private void say(String line) {
        err.println("almanac: " + line);
    }

    private static String seconds(long nanos) {
        return String.format(
                Locale.ROOT, "%d.%09d s", nanos / 1_000_000_000, Math.abs(nanos % 1_000_000_000));
    }
}
