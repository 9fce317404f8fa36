// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A User-Mode Linux kernel whose clock is the calendar's. Its root is this machine's. */
final class Guest implements AutoCloseable {
    /**
     * How much longer each sleep takes: the kernel's timer slack, prctl(2) PR_SET_TIMERSLACK. It
     * makes the timer late by 50 us and no more, as nothing else is due.
     */
    private static final double SLACK_SECONDS = 50e-6;

    private final String participant;
    private final Path mark;
    private final Child child;

    private Guest(String participant, Path mark, Child child) {
        this.participant = participant;
        this.mark = mark;
        this.child = child;
    }

    /**
     * Boots a guest.
     *
     * @param directory where the calendar's socket is, and its files go
     * @param id what it says in START
     * @param script its init, a file in {@code src/test/guest}
     * @param words more of its kernel's command line; {@code NAME=value} gets into its environment
     */
    static Guest boot(Path kernel, Path directory, int id, String script, List<String> words)
            throws IOException {
        Path mark = directory.resolve("mark-" + id);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                kernel.toString(),
                                "mem=32M",
                                "root=/dev/root",
                                "rootfstype=hostfs",
                                "hostfs=/",
                                "rw",
                                "con=null",
                                "con0=fd:0,fd:1",
                                "init=" + Path.of("src/test/guest", script).toAbsolutePath(),
                                "time-travel=ext:%d:%s"
                                        .formatted(id, CalendarProcess.socketIn(directory)),
                                "MARK=" + mark));
        command.addAll(words);
        return new Guest(
                "id:" + Integer.toHexString(id),
                mark,
                Child.start("guest-" + id, directory, command));
    }

    /** The uptime at the end of {@code sleeps}, in the form that the script sleeper takes. */
    static double uptimeAfter(String sleeps) {
        double seconds = 0;
        for (String group : sleeps.split(",", -1)) {
            int x = group.indexOf('x');
            int count = Integer.parseInt(group.substring(0, x));
            seconds += count * (Double.parseDouble(group.substring(x + 1)) + SLACK_SECONDS);
        }
        return seconds;
    }

    /** Its name in the calendar's output. */
    String participant() {
        return participant;
    }

    boolean isAlive() {
        return child.isAlive();
    }

    /** Waits until its script has come to where it makes its mark; false if it never does. */
    boolean awaitMark() throws InterruptedException {
        return child.await(() -> Files.exists(mark));
    }

    /** Waits for its end; 0 says that it powered off. */
    int awaitExit() throws InterruptedException {
        return child.awaitExit();
    }

    /** Its process on this machine. */
    long pid() {
        return child.pid();
    }

    /** Stops its process, as job control does. */
    void stop() throws IOException, InterruptedException {
        child.signal("STOP");
    }

    /** Lets its process go on. */
    void goOn() throws IOException, InterruptedException {
        child.signal("CONT");
    }

    /** As a crash would end it. */
    void kill() {
        child.kill();
    }

    /** The second since 1970 that its clock showed when its script began. */
    long began() {
        return (long) said("began");
    }

    /** Its {@code /proc/uptime} when its script ended, in seconds. */
    double uptime() {
        return said("uptime");
    }

    /** How often it slept, as a referee. */
    long sleeps() {
        return (long) said("sleeps");
    }

    boolean panicked() {
        return child.out().contains("Kernel panic");
    }

    String report() {
        return child.report();
    }

    @Override
    public void close() {
        child.close();
    }

    private double said(String what) {
        Matcher line =
                Pattern.compile("^" + what + " ([0-9.]+)", Pattern.MULTILINE).matcher(child.out());
        if (!line.find()) {
            throw new AssertionError("the guest did not say \"" + what + "\"" + report());
        }
        return Double.parseDouble(line.group(1));
    }
}
