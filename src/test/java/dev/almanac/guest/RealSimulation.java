// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A calendar and its guests, all as processes of this machine; close() leaves none of them. */
final class RealSimulation implements AutoCloseable {
    /** What a guest's clock may be off: it shows hundredths, and reading it takes a moment. */
    private static final double UPTIME_TOLERANCE = 0.02;

    private final Path directory;
    private final CalendarProcess calendar;
    private final List<Guest> guests = new ArrayList<>();

    private RealSimulation(Path directory, CalendarProcess calendar) {
        this.directory = directory;
        this.calendar = calendar;
    }

    /** Starts the calendar under test. */
    static RealSimulation start(Path directory, Mode mode, String... options)
            throws IOException, InterruptedException {
        return start(CalendarProcess.underTest(), directory, mode, options);
    }

    /** Starts a calendar by any command. */
    static RealSimulation start(List<String> command, Path directory, Mode mode, String... options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(mode.options());
        all.addAll(List.of(options));
        return new RealSimulation(directory, CalendarProcess.start(command, directory, all));
    }

    CalendarProcess calendar() {
        return calendar;
    }

    /**
     * Boots a guest that sleeps and powers off; see the script for {@code sleeps} and {@code
     * words}.
     */
    Guest bootSleeper(int id, String sleeps, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("SLEEPS=" + sleeps);
        return boot(id, "sleeper", all);
    }

    /** Boots a guest that makes its mark after five seconds and then never lets go. */
    Guest bootSpinner(int id) throws IOException {
        return boot(id, "spinner", List.of());
    }

    /** Boots a guest that makes its mark after five seconds, and whose kernel then panics. */
    Guest bootPanicker(int id) throws IOException {
        return boot(id, "panicker", List.of());
    }

    /**
     * Boots a guest that makes its mark, sleeps 10 ms again and again until there is a file, and
     * powers off.
     */
    Guest bootReferee(int id, Path until) throws IOException {
        return boot(id, "referee", List.of("UNTIL=" + until));
    }

    private Guest boot(int id, String script, List<String> words) throws IOException {
        Guest guest = Guest.boot(GuestKernel.path(), directory, id, script, words);
        guests.add(guest);
        return guest;
    }

    /** Waits until the guest's script has come to where it makes its mark. */
    void assertMakesMark(Guest guest) throws InterruptedException {
        assertTrue(guest.awaitMark(), () -> "mark of a guest" + report());
    }

    /** Waits until the guest has powered off, and checks how late it was then by its own clock. */
    void assertEndsAt(double uptime, Guest guest) throws InterruptedException {
        assertEquals(0, guest.awaitExit(), () -> "exit status of a guest" + report());
        assertEquals(uptime, guest.uptime(), UPTIME_TOLERANCE, () -> "uptime" + report());
    }

    /** Waits until the calendar ends by itself. */
    void assertCalendarEnds() throws InterruptedException {
        assertEquals(0, calendar.awaitExit(), () -> "exit status of the calendar" + report());
    }

    /** The last lines of everybody's outputs. */
    String report() {
        StringBuilder text = new StringBuilder(calendar.report());
        guests.forEach(guest -> text.append(guest.report()));
        return text.toString();
    }

    @Override
    public void close() {
        guests.forEach(Guest::close);
        calendar.close();
        // A guest killed while it starts a process can leave that one behind, stopped for ever.
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        String arguments = String.join(" ", process.info().arguments().orElse(new String[0]));
        return arguments.contains(directory + "/");
    }
}
