// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/** A guest that dies does not take the others with it. */
@WithGuestKernel
final class KilledGuestIT {
    private static final int KILLED = 128 + 9;
    private static final String SLEEPS = "2000x0.01";

    @ParameterizedTest
    @EnumSource
    void whileItRuns(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=3")) {
            othersSurvive(simulation, simulation.bootSpinner(3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileItWaits(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=3")) {
            othersSurvive(simulation, simulation.bootSleeper(3, "1x5,1x1000000"));
        }
    }

    /** Its process ends in order, which nobody told it to. */
    @ParameterizedTest
    @EnumSource
    void byAPanic(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=3")) {
            Guest victim = simulation.bootPanicker(3);
            Guest first = simulation.bootSleeper(1, SLEEPS);
            Guest second = simulation.bootSleeper(2, SLEEPS);
            assertNotEquals(0, victim.awaitExit());
            assertTrue(victim.panicked(), simulation::report);
            simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), first);
            simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), second);
            simulation.assertCalendarEnds();
        }
    }

    private static void othersSurvive(RealSimulation simulation, Guest victim) throws Exception {
        // The victim makes its mark at 5 s; with work, these have a second of real time to go.
        Guest first = simulation.bootSleeper(1, SLEEPS, "WORK=5000");
        Guest second = simulation.bootSleeper(2, SLEEPS, "WORK=5000");
        simulation.assertMakesMark(victim);
        assertTrue(first.isAlive() && second.isAlive(), simulation::report);
        victim.kill();

        assertEquals(KILLED, victim.awaitExit());
        simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), first);
        simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), second);
        simulation.assertCalendarEnds();
        assertTrue(
                simulation.calendar().tells(victim.participant()),
                () -> "the calendar tells nothing of the victim" + simulation.report());
    }
}
