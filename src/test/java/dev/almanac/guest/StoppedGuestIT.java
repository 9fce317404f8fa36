// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A guest that stands still is not called dead, and when it goes on nobody has noticed. */
@WithGuestKernel
final class StoppedGuestIT {
    /** With work, so that both have seconds of real time to go after the first of these. */
    private static final String SLEEPS = "200x0.01,2000x0.01";

    private static final String WORK = "WORK=5000";

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void byASignal(Mode mode) throws Exception {
        try (RealSimulation simulation = start(mode, 2)) {
            Guest victim = simulation.bootSleeper(2, SLEEPS, WORK);
            Guest other = simulation.bootSleeper(1, SLEEPS, WORK);
            simulation.assertMakesMark(victim);
            victim.stop();
            assertTold(simulation, victim, "stopped by a signal");
            assertTrue(other.isAlive(), simulation::report);
            victim.goOn();
            assertBothEnd(simulation, victim, other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void byADebugger(Mode mode) throws Exception {
        try (RealSimulation simulation = start(mode, 2)) {
            Guest victim = simulation.bootSleeper(2, SLEEPS, WORK);
            Guest other = simulation.bootSleeper(1, SLEEPS, WORK);
            simulation.assertMakesMark(victim);
            try (Child debugger = debug(victim)) {
                assertTold(
                        simulation, victim, "stopped in a debugger, by process " + debugger.pid());
                assertTrue(other.isAlive(), simulation::report);
                Files.createFile(directory.resolve("enough"));
                debugger.awaitExit(); // it lets go
            }
            assertBothEnd(simulation, victim, other);
        }
    }

    /** Its kernel sleeps meanwhile: the program that keeps a processor busy is a child of it. */
    @ParameterizedTest
    @EnumSource
    void byComputing(Mode mode) throws Exception {
        try (RealSimulation simulation = start(mode, 1)) {
            Guest victim = simulation.bootSpinner(1);
            assertTold(simulation, victim, ", while its child, process ");
            assertTrue(victim.isAlive(), simulation::report);
        }
    }

    private RealSimulation start(Mode mode, int guests) throws IOException, InterruptedException {
        return RealSimulation.start(
                directory, mode, "--clients=" + guests, "--hang-warn=300ms", "--debug=0");
    }

    /** Stops it with gdb, which lets it go when there is a file. */
    private Child debug(Guest victim) throws IOException, InterruptedException {
        String pid = Long.toString(victim.pid());
        String wait = "shell until [ -e " + directory.resolve("enough") + " ]; do sleep 0.1; done";
        Child gdb;
        try {
            gdb =
                    Child.start(
                            "gdb",
                            directory,
                            List.of("gdb", "-nx", "-batch", "-p", pid, "-ex", wait));
        } catch (IOException e) {
            return abort("there is no gdb: " + e.getMessage());
        }
        if (!gdb.await(() -> isTraced(pid))) {
            gdb.close();
            abort("gdb may not attach to a process here" + gdb.report());
        }
        return gdb;
    }

    private static boolean isTraced(String pid) {
        return Child.read(Path.of("/proc", pid, "status"))
                .lines()
                .anyMatch(line -> line.startsWith("TracerPid:") && !line.endsWith("\t0"));
    }

    private static void assertTold(RealSimulation simulation, Guest victim, String what)
            throws InterruptedException {
        assertTrue(
                simulation.calendar().awaitTold(victim.participant(), what),
                () -> "it does not tell" + simulation.report());
    }

    private static void assertBothEnd(RealSimulation simulation, Guest victim, Guest other)
            throws InterruptedException {
        simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), victim);
        simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS), other);
        simulation.assertCalendarEnds();
    }
}
