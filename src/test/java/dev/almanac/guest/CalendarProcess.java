// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A calendar at work as a process of its own. */
public final class CalendarProcess implements AutoCloseable {
    /** The fourth column of {@code /proc/net/unix}, proc(5): __SO_ACCEPTCON is set. */
    private static final String LISTENING_FLAGS = "00010000";

    private final Path socket;
    private final Child child;

    private CalendarProcess(Path socket, Child child) {
        this.socket = socket;
        this.child = child;
    }

    /**
     * What these tests test: Almanac's jar on the JVM that runs them, or the command in the
     * environment variable ALMANAC_CALENDAR, to see how another calendar does.
     */
    public static List<String> underTest() {
        String override = System.getenv("ALMANAC_CALENDAR");
        if (override != null) {
            return List.of(override.split(" "));
        }
        String jar = System.getProperty("almanac.jar");
        if (jar == null) {
            throw new IllegalStateException("the system property almanac.jar names no jar");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", jar);
    }

    /** Starts {@code command} and waits until guests can connect. */
    static CalendarProcess start(List<String> command, Path directory, List<String> options)
            throws IOException, InterruptedException {
        Path socket = socketIn(directory);
        List<String> words = new ArrayList<>(command);
        words.add("--time=" + socket);
        words.add("--debug=2");
        words.addAll(options);
        Child child = Child.start("calendar", directory, words);
        if (!child.await(() -> isListening(socket))) {
            child.close();
            throw new AssertionError("no socket" + child.report());
        }
        return new CalendarProcess(socket, child);
    }

    /**
     * Whether guests can connect to {@code socket}. One that knocks between bind(2) and listen(2)
     * is refused, and panics: see unix(7).
     */
    public static boolean isListening(Path socket) {
        return Child.read(Path.of("/proc/net/unix"))
                .lines()
                .anyMatch(
                        line ->
                                line.contains(" " + LISTENING_FLAGS + " ")
                                        && line.endsWith(" " + socket));
    }

    static Path socketIn(Path directory) {
        return directory.resolve("calendar.socket");
    }

    boolean hasSocket() {
        return Files.exists(socket);
    }

    int awaitExit() throws InterruptedException {
        return child.awaitExit();
    }

    void terminate() {
        child.terminate();
    }

    /** SIGKILL. */
    void kill() {
        child.kill();
    }

    /** What it granted, in order. */
    List<Grant> grants() {
        return Grant.parse(child.out());
    }

    /** The digest of its schedule, which {@code --digest} has it print at its end. */
    String digest() {
        String out = child.out();
        return out.substring(out.lastIndexOf("digest ")).strip();
    }

    /** Whether its standard error has a line about that participant. */
    boolean tells(String participant) {
        return child.err().lines().anyMatch(line -> line.contains(participant + " "));
    }

    /** Waits until its standard error has a line about that participant that says so. */
    boolean awaitTold(String participant, String what) throws InterruptedException {
        return child.await(
                () ->
                        child.err()
                                .lines()
                                .anyMatch(
                                        line ->
                                                line.contains(participant + " ")
                                                        && line.contains(what)));
    }

    /** Whether it runs. */
    boolean isAlive() {
        return child.isAlive();
    }

    /** Its process. */
    long pid() {
        return child.pid();
    }

    String report() {
        return child.report();
    }

    @Override
    public void close() {
        child.close();
    }
}
