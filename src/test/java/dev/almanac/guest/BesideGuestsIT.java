// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.client.Participant;
import dev.almanac.embed.Simulation;
import dev.almanac.server.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Java participants in the calendar's process, and a real guest that joins them by a socket. */
@WithGuestKernel
@Timeout(120)
final class BesideGuestsIT {
    private static final long MILLISECOND = 1_000_000;
    private static final String SLEEPS = "40x0.05,1x1";

    private long polls;

    @Test
    void aGuestTakesPartAsInAnyOtherSimulation(@TempDir Path directory) throws Exception {
        long digest = simulate(Files.createDirectory(directory.resolve("a")));
        assertEquals(digest, simulate(Files.createDirectory(directory.resolve("b"))));
    }

    private long simulate(Path directory) throws Exception {
        polls = 0;
        ServerOptions options =
                ServerOptions.at(CalendarProcess.socketIn(directory).toString())
                        .clients(3)
                        .timeAtStart(1_663_704_211_188_727_690L)
                        .debugLevel(-1)
                        .build();
        try (Simulation simulation = Simulation.listen(options);
                Guest guest =
                        Guest.boot(
                                GuestKernel.path(),
                                directory,
                                3,
                                "sleeper",
                                List.of("SLEEPS=" + SLEEPS))) {
            Participant device = simulation.join(1);
            device.every(10 * MILLISECOND, () -> polls++);
            device.at(2_500 * MILLISECOND, device::close);
            simulation.join(2, other -> other.runUntil(700 * MILLISECOND));
            simulation.run();
            assertEquals(249, polls, guest::report);
            assertEquals(0, guest.awaitExit(), guest::report);
            assertEquals(Guest.uptimeAfter(SLEEPS), guest.uptime(), 0.02, guest::report);
            return simulation.digest();
        }
    }
}
