// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Guests come and are killed at random, while a referee checks its own clock: it does not drift,
 * and the calendar keeps nothing of those who are gone. {@code -Dalmanac.soak=SECONDS} of real time
 * for each mode.
 */
@WithGuestKernel
final class SoakIT {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("almanac.soak", 10);

    private static final int MOST_GUESTS = 4;
    private static final int REFEREE = 1;

    /**
     * One sleep of the referee, in seconds: what it asks for, its timer slack, and half a
     * microsecond, the least by which its kernel programs its timer again when that fired within
     * the grain of its clock (arch/um, TIMER_MIN_DELTA). So with usfstl's controller, in both
     * modes: 400,000 such sleeps take 4020.20 s.
     */
    private static final double REFEREE_SLEEP = 0.01 + 50e-6 + 0.5e-6;

    /** What a virtual machine may still grow by once it is warm, in kB: its heap is not full. */
    private static final long GROWTH = 64 * 1024;

    @TempDir private Path directory;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final List<Guest> guests = new ArrayList<>();
    private int ids = REFEREE;

    @ParameterizedTest
    @EnumSource
    void theRefereesClockIsRight(Mode mode) throws Exception {
        Path until = directory.resolve("until");
        try (RealSimulation simulation =
                RealSimulation.start(directory, mode, "--clients=1", "--debug=-1")) {
            Guest referee = simulation.bootReferee(REFEREE, until);
            // Without it the calendar ends when all others were killed, on a busy machine before
            // the referee has come.
            simulation.assertMakesMark(referee);
            comeAndGo(simulation, SECONDS / 4);
            long descriptors = descriptors(simulation);
            long memory = memory(simulation);
            comeAndGo(simulation, SECONDS - SECONDS / 4);
            awaitDescriptors(descriptors, simulation);
            long grown = memory(simulation) - memory;

            Files.createFile(until);
            assertEquals(0, referee.awaitExit(), () -> what(simulation));
            double uptime = referee.sleeps() * REFEREE_SLEEP;
            assertEquals(uptime, referee.uptime(), 0.02, () -> what(simulation));
            assertTrue(grown < GROWTH, () -> grown + " kB more" + what(simulation));
            simulation.assertCalendarEnds();
            System.err.printf(
                    Locale.ROOT,
                    "soak, %s: %d guests in %d s; the referee slept %d times, uptime %.2f;"
                            + " %d descriptors, memory %+d kB%n",
                    mode,
                    ids - REFEREE,
                    SECONDS,
                    referee.sleeps(),
                    referee.uptime(),
                    descriptors,
                    grown);
        }
    }

    private String what(RealSimulation simulation) {
        return " with -Dalmanac.seed=" + SEED + simulation.report();
    }

    /** In the end nobody but the referee is left. */
    private void comeAndGo(RealSimulation simulation, long seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        while (System.nanoTime() < end) {
            if (guests.size() < MOST_GUESTS && random.nextInt(3) > 0) {
                String sleeps = random.nextInt(10, 100_000) + "x0.0" + random.nextInt(1, 100);
                guests.add(simulation.bootSleeper(++ids, sleeps));
            } else if (!guests.isEmpty()) {
                kill(random.nextInt(guests.size()));
            }
            Thread.sleep(random.nextInt(300));
        }
        while (!guests.isEmpty()) {
            kill(0);
        }
    }

    private void kill(int index) throws InterruptedException {
        Guest guest = guests.remove(index);
        guest.kill();
        guest.awaitExit();
    }

    private long descriptors(RealSimulation simulation) throws Exception {
        long last = -1;
        long count = count(simulation);
        while (count != last) { // those who are gone are noticed soon
            Thread.sleep(500);
            last = count;
            count = count(simulation);
        }
        return count;
    }

    private void awaitDescriptors(long expected, RealSimulation simulation) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (count(simulation) > expected && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertEquals(expected, count(simulation), () -> "descriptors" + what(simulation));
    }

    private long count(RealSimulation simulation) throws IOException {
        assertTrue(simulation.calendar().isAlive(), () -> "the calendar ended" + what(simulation));
        Path folder = Path.of("/proc/" + simulation.calendar().pid() + "/fd");
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    /** Of the calendar, in kB. */
    private static long memory(RealSimulation simulation) {
        String status = Child.read(Path.of("/proc/" + simulation.calendar().pid() + "/status"));
        String line = status.lines().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
