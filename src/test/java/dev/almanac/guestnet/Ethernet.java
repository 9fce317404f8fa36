// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.CalendarProcess;
import dev.almanac.guest.Child;
import dev.almanac.guest.Mode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A calendar with a network, and the guests on it; close() leaves none of them. */
final class Ethernet implements AutoCloseable {
    private static final int SIGKILL = 9;

    private final Path directory;
    private final boolean simulated;
    private final Child calendar;
    private final List<TalkingGuest> guests = new ArrayList<>();
    private final List<TalkingGuest> killed = new ArrayList<>();
    private int booted;

    private Ethernet(Path directory, boolean simulated, Child calendar) {
        this.directory = directory;
        this.simulated = simulated;
        this.calendar = calendar;
    }

    /**
     * Starts the calendar under test.
     *
     * @param directory for its sockets and all that it and its guests write
     * @param guests how many it waits for
     */
    static Ethernet start(Path directory, Mode mode, int guests, String... options)
            throws IOException, InterruptedException {
        return start(CalendarProcess.underTest(), directory, mode, guests, options);
    }

    /** The same, with a calendar that a command starts. */
    static Ethernet start(
            List<String> command, Path directory, Mode mode, int guests, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.add("--time=" + timeSocket(directory));
        words.add("--clients=" + guests);
        words.addAll(mode.options());
        return start(directory, true, words, options);
    }

    /** Starts a network without a calendar. */
    static Ethernet startInRealTime(Path directory, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(CalendarProcess.underTest());
        words.add("--wallclock-network");
        return start(directory, false, words, options);
    }

    private static Ethernet start(
            Path directory, boolean simulated, List<String> words, String... options)
            throws IOException, InterruptedException {
        Path socket = netSocket(directory);
        words.add("--net=" + socket);
        words.addAll(List.of(options));
        Child calendar = Child.start("calendar", directory, words);
        boolean ready =
                calendar.await(
                        () ->
                                CalendarProcess.isListening(socket)
                                        && (!simulated
                                                || CalendarProcess.isListening(
                                                        timeSocket(directory))));
        if (!ready) {
            calendar.close();
            throw new AssertionError("no sockets" + calendar.report());
        }
        return new Ethernet(directory, simulated, calendar);
    }

    private static Path timeSocket(Path directory) {
        return directory.resolve("time.socket");
    }

    private static Path netSocket(Path directory) {
        return directory.resolve("net.socket");
    }

    /**
     * Boots a guest.
     *
     * @param id what it says in START; its address is 10.0.0.ID
     * @param commands what it does then; in its environment STOP is the file that {@link #stop}
     *     makes, and MARK one that it may make itself
     * @param words more of its kernel's command line
     */
    TalkingGuest boot(int id, String commands, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("virtio_uml.device=" + netSocket(directory) + ":1");
        all.add("ID=" + id);
        all.add("STOP=" + stopFile());
        if (simulated) {
            all.add("time-travel=ext:" + id + ":" + timeSocket(directory));
        }
        String name = "guest-" + ++booted;
        TalkingGuest guest = TalkingGuest.boot(directory, name, commands, all);
        guests.add(guest);
        return guest;
    }

    private Path stopFile() {
        return directory.resolve("stop");
    }

    /** Makes the file for which guests may wait. */
    void stop() throws IOException {
        Files.createFile(stopFile());
    }

    /** Ends a guest as a crash would; nothing is expected of it any more. */
    void kill(TalkingGuest guest) throws InterruptedException {
        guest.kill();
        guests.remove(guest);
        killed.add(guest);
    }

    /**
     * Waits until the calendar reports that it waits for a guest, which happens from now on.
     *
     * @return the report
     */
    String awaitReportOf(TalkingGuest guest) throws InterruptedException {
        int told = calendar.err().length();
        Pattern report = Pattern.compile("almanac: for .*\\(pid " + guest.pid() + "[,)].*\n");
        boolean reported = calendar.await(() -> report.matcher(calendar.err()).find(told));
        Matcher matcher = report.matcher(calendar.err());
        assertTrue(reported && matcher.find(told), this::report);
        return matcher.group();
    }

    /** Ends the calendar as a crash would. */
    void killCalendar() throws InterruptedException {
        calendar.kill();
        assertEquals(128 + SIGKILL, calendar.awaitExit());
    }

    /** Waits until all guests have powered off. */
    void assertGuestsEnd() throws InterruptedException {
        for (TalkingGuest guest : guests) {
            assertEquals(0, guest.awaitExit(), () -> "exit status of a guest" + report());
        }
    }

    /** Waits until all guests have powered off and the calendar has ended by itself. */
    void assertEnds() throws InterruptedException {
        assertGuestsEnd();
        assertEquals(0, calendar.awaitExit(), () -> "exit status of the calendar" + report());
    }

    /** Ends the calendar by SIGTERM. Its exit status. */
    int terminate() throws InterruptedException {
        calendar.terminate();
        return calendar.awaitExit();
    }

    boolean hasSocket() {
        return Files.exists(netSocket(directory));
    }

    /** The simulated time at which a guest left, in seconds, exactly as the calendar tells it. */
    String leftAt(int id) {
        return told("id:" + id + " \\(pid .* ([0-9.]+) s");
    }

    /** How many bytes of frames a guest sent. */
    long bytesSent(int id) {
        return Long.parseLong(told("id:" + id + " +\\d+ +(\\d+) "));
    }

    private String told(String line) {
        Matcher matcher = Pattern.compile("^ *" + line, Pattern.MULTILINE).matcher(calendar.err());
        assertTrue(matcher.find(), () -> "the calendar does not tell " + line + report());
        return matcher.group(1);
    }

    /** The last lines of everybody's outputs. */
    String report() {
        StringBuilder text = new StringBuilder(calendar.report());
        guests.forEach(guest -> text.append(guest.report()));
        return text.toString();
    }

    @Override
    public void close() {
        guests.forEach(TalkingGuest::close);
        killed.forEach(TalkingGuest::close);
        calendar.close();
    }
}
