// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.vhost.Port;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What people must know at once: a line when something goes wrong. */
final class Reports implements Journal {
    private static final int NAMED_AT_MOST = 10;

    private final PrintStream err;
    private final Attendance attendance = new Attendance();
    private final long begunNanos = System.nanoTime();
    private long now;
    private long violations;
    private long refusals;

    Reports(PrintStream err) {
        this.err = err;
    }

    /** Who is here. */
    Attendance attendance() {
        return attendance;
    }

    /** How many broke a rule. */
    long violations() {
        return violations;
    }

    /** Whether everybody who came could take part to its own end. */
    boolean allIsWell() {
        return violations == 0 && refusals == 0;
    }

    /** Simulated and real time, as reports have them. */
    String when() {
        return "%s (%s of real time)"
                .formatted(Seconds.exact(now), Seconds.rough(System.nanoTime() - begunNanos));
    }

    /** Prints a line. */
    void say(String line) {
        err.println("almanac: " + line);
    }

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void connected(Session session) {
        attendance.connected(session);
    }

    @Override
    public void removed(Session session) {
        attendance.removed(session);
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        if (violation == Violation.NO_SLOT) {
            refusals++;
        } else {
            violations++;
        }
        String last = session.lastMessage();
        say(
                "closed the connection of %s, which was %s, at %s: %s %s; %s%s"
                        .formatted(
                                attendance.who(session),
                                session.state(),
                                when(),
                                subject,
                                violation.what(),
                                violation.right(),
                                subject.startsWith(last) ? "" : "; its last message was " + last));
    }

    @Override
    public void dismissed(Session session) {
        say(
                "closed the connection of %s, which was %s, at %s: somebody on the control socket evicted it"
                        .formatted(attendance.who(session), session.state(), when()));
    }

    @Override
    public void tampered() {
        violations++;
        say(
                "somebody had changed version, length or number of slots in the shared memory, at %s:"
                                .formatted(when())
                        + " only the calendar may; put them right. With --no-shm nobody can do so");
    }

    @Override
    public void lost(Session session, String why) {
        say(
                "lost the connection of %s, which was %s, at %s: %s"
                        .formatted(attendance.who(session), session.state(), when(), why));
    }

    @Override
    public void storm(Session session, long grants) {
        say(
                "%d grants at %s and time does not go on: who gets them keeps asking for now; the last"
                                .formatted(grants, when())
                        + " was "
                        + attendance.who(session));
    }

    @Override
    public void stuck(Roster roster) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < Math.min(roster.size(), NAMED_AT_MOST); i++) {
            Session session = roster.get(i);
            left.add(attendance.who(session) + " since " + session.lastMessage());
        }
        int more = roster.size() - NAMED_AT_MOST;
        say(
                "nobody has a request at %s, so nothing can happen any more; all wait for others: %s%s"
                        .formatted(
                                when(),
                                String.join(", ", left),
                                more > 0 ? " and " + more + " more" : ""));
    }

    /** There are no participants to wait for. */
    void nobodyToWaitFor() {
        say("no participants to wait for: --clients=N says how many");
    }

    /** A network card did what no card may do; its connection is closed. */
    void misbehaved(Port port, String command, String what) {
        violations++;
        say(
                "closed the network card of %s at %s: it %s"
                        .formatted(Attendance.who(port.name(), port.pid(), command), when(), what));
    }

    /** Simulated time passed too slowly. */
    void tooLate(long behindNanos) {
        say(
                "%s of real time behind --speed at %s, which is more than --speed-strict allows"
                        .formatted(Seconds.exact(behindNanos), Seconds.exact(now)));
    }

    /** There was no room for somebody who knocked. */
    void refused(int pid, String why) {
        refusals++;
        String command = ProcessState.command(pid);
        say(
                "refused a connection of %s at %s: %s"
                        .formatted(
                                Attendance.who(pid == 0 ? "somebody" : "process", pid, command),
                                when(),
                                why));
    }

    /** Nobody can be taken in for the time being. */
    void closedDoor(String why) {
        say("cannot take in connections at %s, those who knock wait: %s".formatted(when(), why));
    }
}
