// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Event;
import dev.almanac.sched.Situation;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.vhost.Network;
import dev.almanac.vhost.Port;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Says who is waited for when nothing happens: what its process is doing, what it said last, what
 * it owes; and who else waits because of it.
 *
 * <p>Belongs to the event loop's thread.
 */
final class HangReport {
    private static final int NAMED_AT_MOST = 10;

    private final Situation situation;
    private final @Nullable Network network;
    private final Reports reports;
    private final FlightRecorder flight;
    private final Attendance attendance;

    HangReport(
            Situation situation,
            @Nullable Network network,
            Reports reports,
            FlightRecorder flight) {
        this.situation = situation;
        this.network = network;
        this.reports = reports;
        this.flight = flight;
        attendance = reports.attendance();
    }

    /** The network card whose answer is waited for; null if none is. */
    @Nullable Port awaitedCard() {
        return network == null ? null : network.awaited();
    }

    /**
     * Prints it, and has it recorded.
     *
     * @param silentNanos how long nothing has happened, of real time
     */
    void print(long silentNanos) {
        Session runner = situation.runner();
        flight.silent(runner, silentNanos);
        Port card = awaitedCard();
        List<Session> awaited = List.of();
        String what;
        if (situation.missing() > 0) {
            what = missing();
        } else if (runner != null) {
            awaited = List.of(runner);
            what = runs(runner);
        } else if (card != null) {
            what =
                    "the network has been waiting for %s to take an interrupt of its card: it is %s"
                            .formatted(
                                    Attendance.who(
                                            card.name(),
                                            card.pid(),
                                            ProcessState.command(card.pid())),
                                    ProcessState.describe(card.pid()));
        } else {
            awaited = situation.owingBroadcasts();
            what = "a BROADCAST has been waiting for the ACKs of " + owing(awaited);
        }
        reports.say(
                "for %s of real time, at %s, %s"
                        .formatted(Seconds.rough(silentNanos), reports.when(), what));
        String others = others(awaited);
        if (!others.isEmpty()) {
            reports.say("meanwhile " + others);
        }
    }

    private String missing() {
        int missing = situation.missing();
        List<String> silent = new ArrayList<>();
        for (Session session : attendance.all()) {
            if (session.state() == State.CONNECTED) {
                silent.add(attendance.who(session) + " is " + ProcessState.describe(session.pid()));
            }
        }
        return "waiting for %s to start; here are %s%s"
                .formatted(
                        missing == 1 ? "1 more participant" : missing + " more participants",
                        attendance.who(situation.newcomers()),
                        silent.isEmpty() ? "" : "; connected, but without START: " + some(silent));
    }

    private String runs(Session runner) {
        String unanswered = runner.questions().describe();
        return "%s has been running without a word: it is %s; its last message was %s; it owes %s"
                .formatted(
                        attendance.who(runner),
                        ProcessState.describe(runner.pid()),
                        runner.lastMessage(),
                        unanswered.isEmpty() ? "its WAIT" : "its WAIT and ACKs of " + unanswered);
    }

    private String owing(List<Session> owing) {
        StringBuilder text = new StringBuilder(attendance.who(owing));
        if (!owing.isEmpty()) {
            Session first = owing.getFirst();
            text.append("; ").append(first.name()).append(" is ");
            text.append(ProcessState.describe(first.pid()));
            text.append(", and its last message was ").append(first.lastMessage());
        }
        return text.toString();
    }

    /** Who is held up by that, besides whoever is waited for. */
    private String others(List<Session> awaited) {
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < situation.roster().size(); i++) {
            Session session = situation.roster().get(i);
            if (!awaited.contains(session)) {
                Event request = situation.request(session);
                waiting.add(
                        attendance.who(session)
                                + (request == null
                                        ? " for something to happen"
                                        : " to run at " + Seconds.exact(request.time())));
            }
        }
        if (situation.missing() == 0) {
            for (Session newcomer : situation.newcomers()) {
                waiting.add(attendance.who(newcomer) + " to start");
            }
        }
        if (waiting.isEmpty()) {
            return "";
        }
        return "%s: %s"
                .formatted(
                        waiting.size() == 1 ? "1 other waits" : waiting.size() + " others wait",
                        some(waiting));
    }

    /** The first of them, and how many more there are. */
    private static String some(List<String> all) {
        int more = all.size() - NAMED_AT_MOST;
        return String.join(", ", all.subList(0, Math.min(all.size(), NAMED_AT_MOST)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
