// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Event;
import dev.almanac.sched.Situation;
import dev.almanac.session.Session;
import dev.almanac.vhost.Port;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * All that is known about a simulation at a moment, for whoever asks: everybody who is connected,
 * and what happens next.
 *
 * <p>Belongs to the event loop's thread.
 */
final class StateReport {
    private static final String ROW = "  %-18s %7s %-15s %-14s %22s %9s %9s %9s %9s %9s %9s  %s%n";
    private static final int EVENTS = 10;

    private final Situation situation;
    private final HangReport waiting;
    private final Attendance attendance;
    private final Reports reports;
    private final PrintStream err;

    /** About a simulation, with what else reports about it. */
    StateReport(Situation situation, HangReport waiting, Reports reports, PrintStream err) {
        this.situation = situation;
        this.waiting = waiting;
        this.reports = reports;
        attendance = reports.attendance();
        this.err = err;
    }

    /** Prints it. */
    void print() {
        reports.say(
                "the state at %s: %d take part, %s"
                        .formatted(reports.when(), situation.roster().size(), who()));
        if (!attendance.all().isEmpty()) {
            err.printf(
                    Locale.ROOT,
                    ROW,
                    "participant",
                    "pid",
                    "command",
                    "state",
                    "request",
                    "runs",
                    "requests",
                    "waits",
                    "updates",
                    "in",
                    "out",
                    "last message");
        }
        attendance.all().forEach(this::printRow);
        List<Event> events = situation.next(EVENTS);
        err.println(events.isEmpty() ? "  no event is planned" : "  next events:");
        for (Event event : events) {
            Session who = event.who();
            err.printf(
                    Locale.ROOT,
                    "    %22s  %s%n",
                    Seconds.exact(event.time()),
                    who == null ? "the network" : attendance.who(who));
        }
        err.flush();
    }

    private String who() {
        Session runner = situation.runner();
        Port card = waiting.awaitedCard();
        if (situation.missing() > 0) {
            return "waiting for %d more to start".formatted(situation.missing());
        } else if (runner != null) {
            return "%s runs, until %s at most; it is %s"
                    .formatted(
                            attendance.who(runner),
                            Seconds.exact(situation.horizon()),
                            ProcessState.describe(runner.pid()));
        } else if (card != null) {
            return "the network waits for %s (pid %d) to take an interrupt"
                    .formatted(card, card.pid());
        }
        return "a BROADCAST waits for " + attendance.who(situation.owingBroadcasts());
    }

    private void printRow(Session session) {
        Event request = situation.request(session);
        String unanswered = session.questions().describe();
        err.printf(
                Locale.ROOT,
                ROW,
                session.name(),
                session.pid() == 0 ? "-" : session.pid(),
                attendance.command(session),
                session.state(),
                request == null ? "-" : Seconds.exact(request.time()),
                session.runCount(),
                session.requestCount(),
                session.waitCount(),
                session.updateCount(),
                session.receivedCount(),
                session.sentCount(),
                session.lastMessage()
                        + (unanswered.isEmpty() ? "" : "; owes ACKs of " + unanswered));
    }
}
