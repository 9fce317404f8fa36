// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.server.ControlLine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Guests that are paused, debugged, stepped and paced do not notice. */
@WithGuestKernel
final class SteeredGuestsIT {
    private static final String DAY = "--time-at-start=1700000000000000000";
    private static final List<String> SLEEPS = List.of("200x0.01", "1x0.5,60x0.02");
    private static final long SECOND = 1_000_000_000;

    @TempDir private Path temporary;

    private RealSimulation start(Path directory, Mode mode, int clients, String... options)
            throws Exception {
        String[] all = new String[options.length + 4];
        System.arraycopy(options, 0, all, 4, options.length);
        all[0] = Helm.option(directory);
        all[1] = "--clients=" + clients;
        all[2] = DAY;
        all[3] = "--digest";
        return RealSimulation.start(directory, mode, all);
    }

    /** What somebody does with a simulation. */
    private interface Steering {
        Steering NONE = helm -> {};

        void act(Helm helm) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void pausedAndSteppedItIsTheSameSimulation(Mode mode) throws Exception {
        Course plain = course("plain", mode, Steering.NONE, Steering.NONE);
        Course steered =
                course(
                        "steered",
                        mode,
                        helm -> {
                            helm.ask("break", "time=300ms");
                            helm.ask("break", "participant=2");
                        },
                        helm -> {
                            assertEquals("paused", helm.ask("wait").get("state"));
                            helm.ask("break", "clear");
                            helm.ask("step", "3");
                            helm.ask("run-until", "700ms");
                            helm.ask("step", "50");
                            helm.ask("speed", "2");
                            helm.ask("run-until", "1s");
                            helm.ask("speed", "max");
                            helm.ask("resume");
                        });
        assertTrue(plain.grants.size() > 200, () -> plain.grants.size() + " grants");
        assertEquals(plain, steered);
    }

    /** What a simulation did. */
    private record Course(List<Grant> grants, String digest) {}

    /** Steered before its guests are booted, and after. */
    private Course course(String name, Mode mode, Steering before, Steering after)
            throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (RealSimulation simulation = start(directory, mode, SLEEPS.size())) {
            Helm helm = new Helm(directory);
            before.act(helm);
            Guest first = simulation.bootSleeper(1, SLEEPS.get(0));
            Guest second = simulation.bootSleeper(2, SLEEPS.get(1));
            after.act(helm);
            simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS.get(0)), first);
            simulation.assertEndsAt(Guest.uptimeAfter(SLEEPS.get(1)), second);
            simulation.assertCalendarEnds();
            return new Course(simulation.calendar().grants(), simulation.calendar().digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPausedGuestCanBeDebugged(Mode mode) throws Exception {
        assumeTrue(canDebug(), "gdb is not there, or may not attach to a process: ptrace(2)");
        try (RealSimulation simulation = start(temporary, mode, 1)) {
            Helm helm = new Helm(temporary);
            helm.ask("break", "time=1s");
            Guest guest = simulation.bootSleeper(1, "300x0.01");
            assertEquals("paused", helm.ask("wait").get("state"), simulation::report);
            long before = number(helm.ask("status"), "simulated_ns");

            Child debugger = gdb(guest.pid());
            assertEquals(0, debugger.awaitExit(), debugger::report);
            assertTrue(debugger.out().contains("process " + guest.pid()), debugger::report);

            assertEquals(before, number(helm.ask("status"), "simulated_ns"));
            helm.ask("resume");
            simulation.assertEndsAt(Guest.uptimeAfter("300x0.01"), guest);
            simulation.assertCalendarEnds();
        }
    }

    /** Attaches, looks and detaches. */
    private Child gdb(long pid) throws IOException {
        List<String> command =
                List.of("gdb", "-nx", "-batch", "-p", String.valueOf(pid), "-ex", "info proc");
        return Child.start("gdb-" + pid, temporary, command);
    }

    private boolean canDebug() throws Exception {
        try (Child sleeper = Child.start("sleep", temporary, List.of("sleep", "60"))) {
            return gdb(sleeper.pid()).awaitExit() == 0;
        } catch (IOException e) {
            return false; // there is no gdb
        }
    }

    /**
     * Five seconds take five seconds. What real time was when, the calendar says itself: so the
     * test does not depend on how soon anybody else gets a processor.
     */
    @Test
    void atSpeedOneSimulatedTimeIsRealTime() throws Exception {
        long begun = System.nanoTime();
        try (RealSimulation simulation =
                        start(temporary, Mode.SHARED_MEMORY, 1, "--speed=1", "--free-run=50ms");
                ControlLine line = new Helm(temporary).connect()) {
            line.ask("\"break\",\"time_ns\":5500000000");
            Guest guest = simulation.bootSleeper(1, "50x0.01,550x0.01");
            simulation.assertMakesMark(guest);
            Map<String, @Nullable Object> first = line.ask("\"status\"");
            Map<String, @Nullable Object> last = line.ask("\"wait\"");
            line.ask("\"resume\"");
            simulation.assertEndsAt(Guest.uptimeAfter("600x0.01"), guest);
            simulation.assertCalendarEnds();
            assertTrue(System.nanoTime() - begun > 6 * SECOND, "it was faster");

            long next = 20_000_000; // at most, from a grant to the next
            long simulated = number(last, "simulated_ns") - number(first, "simulated_ns");
            long real = number(last, "real_ns") - number(first, "real_ns");
            assertTrue(simulated > 4 * SECOND, simulation::report);
            assertTrue(real >= simulated - next - number(last, "most_behind_ns"), () -> real + "");
            assertTrue(
                    real <= simulated + next + number(last, "behind_ns") + SECOND / 5,
                    () -> real + " ns for " + simulated + simulation.report());
        }
    }

    private static long number(Map<String, @Nullable Object> answer, String name) {
        return answer.get(name) instanceof Long number ? number : -1;
    }
}
