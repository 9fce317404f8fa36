// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same guests make the same simulation, grant for grant. */
@WithGuestKernel
final class SameGrantsIT {
    /**
     * What guest 1, 2, 3 and 4 do. Some sleeps of different guests end at the same time. None lives
     * longer than some seconds: after a quarter of a minute, a kernel's own timers may begin to
     * differ from run to run, with any calendar.
     */
    private static final List<String> SLEEPS =
            List.of("300x0.01,1x2", "150x0.02,3x1", "500x0.003", "40x0.1,1x1.5");

    /** A day that does not depend on when the test runs. */
    private static final String DAY = "--time-at-start=1700000000000000000";

    @TempDir private Path temporary;

    @ParameterizedTest
    @EnumSource
    void twice(Mode mode) throws Exception {
        List<Grant> first = grants("first", CalendarProcess.underTest(), mode);
        List<Grant> second = grants("second", CalendarProcess.underTest(), mode);

        assertTrue(first.size() > 1_000, () -> "only " + first.size() + " grants");
        assertSame(first, second);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "ALMANAC_REFERENCE",
            matches = ".+",
            disabledReason = "ALMANAC_REFERENCE names no usfstl controller to compare with")
    void asTheReferenceDoes() throws Exception {
        List<String> reference = List.of(System.getenv("ALMANAC_REFERENCE"));

        assertSame(
                grants("reference", reference, Mode.SHARED_MEMORY),
                grants("tested", CalendarProcess.underTest(), Mode.SHARED_MEMORY, "--free-run=0"));
    }

    private List<Grant> grants(String name, List<String> calendar, Mode mode, String... options)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--clients=" + SLEEPS.size());
        all.add(DAY);
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (RealSimulation simulation =
                RealSimulation.start(calendar, directory, mode, all.toArray(String[]::new))) {
            List<Guest> guests = new ArrayList<>();
            for (String sleeps : SLEEPS) {
                guests.add(simulation.bootSleeper(guests.size() + 1, sleeps));
            }
            // Who arrives first must not matter; the calendar starts them by ID.
            for (int i = 0; i < guests.size(); i++) {
                simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS.get(i)), guests.get(i));
            }
            simulation.assertCalendarEnds();
            return simulation.calendar().grants();
        }
    }

    private static void assertSame(List<Grant> expected, List<Grant> actual) {
        int length = Math.min(expected.size(), actual.size());
        for (int i = 0; i < length; i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                assertEquals(around(expected, i), around(actual, i), "from grant " + i + " on");
            }
        }
        assertEquals(expected.size(), actual.size(), "number of grants");
    }

    private static List<Grant> around(List<Grant> grants, int index) {
        return grants.subList(Math.max(0, index - 3), Math.min(grants.size(), index + 6));
    }
}
