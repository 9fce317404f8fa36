// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/** A calendar that is told to go leaves nothing behind. */
@WithGuestKernel
final class TerminatedCalendarIT {
    private static final int TERMINATED = 128 + 15;

    @ParameterizedTest
    @EnumSource
    void endsInOrder(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=2")) {
            Guest idler = simulation.bootSleeper(1, "1x1000000");
            Guest worker = simulation.bootSleeper(2, "100x0.01,1000000x0.01");
            simulation.assertMakesMark(worker);
            CalendarProcess calendar = simulation.calendar();
            calendar.terminate();

            assertEquals(TERMINATED, calendar.awaitExit(), simulation::report);
            assertFalse(calendar.hasSocket(), "the socket is still there");
            assertTrue(calendar.tells(idler.participant()), simulation::report);
            assertTrue(calendar.tells(worker.participant()), simulation::report);
            // A guest whose calendar is gone has no time to live in: its kernel panics.
            assertPanics(idler, simulation);
            assertPanics(worker, simulation);
        }
    }

    private static void assertPanics(Guest guest, RealSimulation simulation) throws Exception {
        int status = guest.awaitExit();
        assertNotEquals(Child.RUNS, status, simulation::report);
        assertTrue(guest.panicked(), simulation::report);
    }
}
