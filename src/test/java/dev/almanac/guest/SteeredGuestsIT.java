// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.server.ControlLine;

import org.jspecify.annotations.Nullable;
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
     * Five seconds take five seconds, give or take 0.2. What real time was when, the calendar says
     * itself: so the test does not depend on how soon anybody else gets a processor.
     */
    @ParameterizedTest
    @EnumSource
    void atSpeedOneSimulatedTimeIsRealTime(Mode mode) throws Exception {
        String sleeps = "2000x0.01";
        try (RealSimulation simulation = start(temporary, mode, 1, "--speed=1", "--free-run=50ms");
                ControlLine line = new Helm(temporary).connect()) {
            Guest guest = simulation.bootSleeper(1, sleeps);
            Map<String, @Nullable Object> first = onceOnTime(line);
            long until = number(first, "simulated_ns") + 5 * SECOND;
            line.ask("\"break\",\"time_ns\":" + until);
            long begin = number(line.ask("\"resume\""), "real_ns");
            Map<String, @Nullable Object> last = line.ask("\"wait\"");
            long real = number(last, "real_ns") - begin;
            long simulated = number(last, "simulated_ns") - number(first, "simulated_ns");
            String figures = simulated + " ns took " + real + " ns: " + last;
            assertTrue(Math.abs(simulated - 5 * SECOND) <= SECOND / 20, figures);
            assertTrue(Math.abs(real - 5 * SECOND) <= SECOND / 5, figures);

            line.ask("\"speed\",\"factor\":0");
            line.ask("\"resume\"");
            simulation.assertEndsAt(Guest.uptimeAfter(sleeps), guest);
            simulation.assertCalendarEnds();
        }
    }

    /** Pauses when the simulation has caught up with the real time that booting took. */
    private static Map<String, @Nullable Object> onceOnTime(ControlLine line) throws Exception {
        long time = 0;
        Map<String, @Nullable Object> status;
        do {
            time += SECOND;
            status = line.ask("\"run-until\",\"time_ns\":" + time);
        } while (number(status, "behind_ns") > SECOND / 100);
        return status;
    }

    private static long number(Map<String, @Nullable Object> answer, String name) {
        return answer.get(name) instanceof Long number ? number : -1;
    }
}
