// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recordings of real guests, compared and printed by the program. */
@WithGuestKernel
final class RecordedGuestsIT {
    /** A day that does not depend on when the test runs. */
    private static final String DAY = "--time-at-start=1700000000000000000";

    private static final int SLEEPS_BEFORE_THE_KILL = 100;

    @TempDir private Path temporary;

    private record Result(int status, String out) {}

    @ParameterizedTest
    @EnumSource
    void equalRunsAreEqualAndOthersPart(Mode mode) throws Exception {
        List<String> sleeps = List.of("100x0.01,1x2", "50x0.02,1x2");
        Path first = recorded("first", mode, sleeps);
        Path second = recorded("second", mode, sleeps);
        Path other = recorded("other", mode, List.of("100x0.01,1x2", "30x0.02,20x0.021,1x2"));

        Result equal = almanac("diff", first.toString(), second.toString());
        assertEquals(0, equal.status, equal.out);
        String digest = equal.out.strip().substring(equal.out.strip().length() - 16);
        assertTrue(equal.out.startsWith("equal: "), equal.out);
        assertTrue(Child.read(first.resolveSibling("calendar.out")).endsWith(digest + "\n"));

        Result parted = almanac("diff", first.toString(), other.toString());
        assertEquals(1, parted.status, parted.out);
        // The thirty-first sleep, after 30 of 20 ms each, and some time to boot.
        assertTrue(parted.out.contains("steps the recordings part"), parted.out);
        assertTrue(parted.out.contains("id:2"), parted.out);

        Result statistics = almanac("trace", "--stats", first.toString());
        assertEquals(0, statistics.status, statistics.out);
        assertTrue(statistics.out.contains("slows it down most"), statistics.out);
    }

    /** Where guests ask for the same times, a seed decides, the same way each time. */
    @ParameterizedTest
    @EnumSource
    void aSeedIsAnOrder(Mode mode) throws Exception {
        List<String> sleeps = List.of("100x0.01", "100x0.01");
        Path first = recorded("first", mode, sleeps, "--shuffle-ties=1");
        Path second = recorded("second", mode, sleeps, "--shuffle-ties=1");
        Path other = recorded("other", mode, sleeps, "--shuffle-ties=2");

        Result equal = almanac("diff", first.toString(), second.toString());
        assertEquals(0, equal.status, equal.out);
        Result parted = almanac("diff", first.toString(), other.toString());
        assertEquals(1, parted.status, parted.out);
        assertTrue(parted.out.contains("steps the recordings part"), parted.out);
    }

    /** What was recorded until then can be read, to the last message. */
    @Test
    void aKilledCalendarLeavesItsRecording() throws Exception {
        Path file = temporary.resolve("recording");
        try (RealSimulation simulation =
                RealSimulation.start(
                        temporary,
                        Mode.MESSAGES,
                        "--clients=1",
                        "--free-run=5ms", // each sleep needs a grant, and has lines of its own
                        "--record=" + file)) {
            Guest guest = simulation.bootSleeper(1, SLEEPS_BEFORE_THE_KILL + "x0.01,1000000x0.01");
            simulation.assertMakesMark(guest);
            simulation.calendar().kill();
            guest.awaitExit();
        }
        Result trace = almanac("trace", file.toString());
        assertEquals(0, trace.status, trace.out);
        List<String> printed = Child.read(temporary.resolve("calendar.out")).lines().toList();
        List<String> traced = trace.out.lines().toList();
        // The line it printed last may be cut.
        int whole = printed.size() - 1;
        assertTrue(whole > SLEEPS_BEFORE_THE_KILL, "lines printed: " + printed.size());
        assertTrue(traced.size() >= whole, traced.size() + " of " + printed.size());
        assertEquals(printed.subList(0, whole), traced.subList(0, whole));
        assertTrue(Child.read(temporary.resolve("trace.err")).contains("has no end"));
    }

    private Path recorded(String name, Mode mode, List<String> sleeps, String... options)
            throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Path file = directory.resolve("recording");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--clients=" + sleeps.size(), "--record=" + file, "--digest", DAY));
        try (RealSimulation simulation =
                RealSimulation.start(directory, mode, all.toArray(String[]::new))) {
            List<Guest> guests = new ArrayList<>();
            for (String sleep : sleeps) {
                guests.add(simulation.bootSleeper(guests.size() + 1, sleep));
            }
            for (int i = 0; i < sleeps.size(); i++) {
                simulation.assertEndsAt(Guest.uptimeAfter(sleeps.get(i)), guests.get(i));
            }
            simulation.assertCalendarEnds();
        }
        return file;
    }

    private Result almanac(String... words) throws Exception {
        List<String> command = new ArrayList<>(CalendarProcess.underTest());
        command.addAll(List.of(words));
        try (Child child = Child.start(words[0], temporary, command)) {
            int status = child.awaitExit();
            return new Result(status, child.out());
        }
    }
}
