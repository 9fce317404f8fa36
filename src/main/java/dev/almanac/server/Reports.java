// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.sched.Situation;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.vhost.Network;
import dev.almanac.vhost.Port;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What people must know at once: a line when something goes wrong, or nothing happens. */
final class Reports implements Journal {
    private static final int NAMED_AT_MOST = 20;

    private final PrintStream err;
    private final long begunNanos = System.nanoTime();
    private @Nullable Network network;
    private long now;
    private long violations;
    private boolean shortageTold;

    Reports(PrintStream err) {
        this.err = err;
    }

    /** There is a network, which may wait for a guest. */
    void setNetwork(Network ofGuests) {
        network = ofGuests;
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
    public void violated(Session session, Violation violation, String subject) {
        violations++;
        say(
                "closed the connection of %s, which was %s, at %s (%s of real time): %s %s; %s"
                        .formatted(
                                who(session),
                                session.state(),
                                Seconds.exact(now),
                                Seconds.rough(System.nanoTime() - begunNanos),
                                subject,
                                violation.what(),
                                violation.right()));
    }

    @Override
    public void lost(Session session, String why) {
        say(
                "lost the connection of %s, which was %s, at %s: %s"
                        .formatted(who(session), session.state(), Seconds.exact(now), why));
    }

    @Override
    public void storm(Session session, long grants) {
        say(
                "%d grants at %s and time does not go on: who gets them keeps asking for now; the last"
                                .formatted(grants, Seconds.exact(now))
                        + " was "
                        + who(session));
    }

    @Override
    public void stuck(Roster roster) {
        say(
                "nobody has a request at %s, so nothing can happen any more; left are %s"
                        .formatted(Seconds.exact(now), names(all(roster))));
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

    /** Nobody has said anything for a while who should have. */
    void silence(Situation situation, long realNanos) {
        String since = "for " + Seconds.rough(realNanos) + " of real time ";
        Session runner = situation.runner();
        Port card = network == null ? null : network.awaited();
        if (situation.missing() > 0) {
            say(
                    since
                            + "waiting for %d more participants to start; here are %s"
                                    .formatted(situation.missing(), names(situation.newcomers())));
        } else if (runner != null) {
            say(
                    since
                            + "%s has been running at %s without a word: it is %s; its last message"
                                    .formatted(
                                            who(runner),
                                            Seconds.exact(now),
                                            ProcessState.describe(runner.pid()))
                            + " was %s%s; %d others wait"
                                    .formatted(
                                            runner.lastMessage(),
                                            Situation.owesAnswers(runner)
                                                    ? ", and it owes answers"
                                                    : "",
                                            situation.roster().size() - 1));
        } else if (card != null) {
            say(
                    since
                            + "the network waits for %s (pid %d) to take an interrupt of its card: it is %s"
                                    .formatted(
                                            card, card.pid(), ProcessState.describe(card.pid())));
        } else {
            List<Session> owing =
                    all(situation.roster()).stream().filter(Situation::owesAnswers).toList();
            say(since + "a BROADCAST waits for the answers of " + names(owing));
        }
    }

    /** A participant's process has ended, but something keeps its connection open. */
    void leftBehind(Session session) {
        say(
                "the process of %s has ended, though another one keeps its connection open; closed it"
                        .formatted(session));
    }

    /** It has been enough. */
    void hung() {
        say("gave up waiting (--hang-timeout)");
    }

    private void say(String line) {
        err.println("almanac: " + line);
    }

    private static List<Session> all(Roster roster) {
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < roster.size(); i++) {
            all.add(roster.get(i));
        }
        return all;
    }

    private static String names(List<Session> sessions) {
        if (sessions.isEmpty()) {
            return "none";
        }
        int more = sessions.size() - NAMED_AT_MOST;
        return sessions.stream()
                        .limit(NAMED_AT_MOST)
                        .map(Reports::who)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String who(Session session) {
        if (session.pid() == 0) {
            return session.name();
        }
        String command = ProcessState.command(session.pid());
        return "%s (pid %d%s)"
                .formatted(session.name(), session.pid(), command.isEmpty() ? "" : ", " + command);
    }
}
