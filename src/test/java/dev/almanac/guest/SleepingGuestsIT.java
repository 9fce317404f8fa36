// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Guests that sleep wake exactly when they should, however many they are. */
@WithGuestKernel
final class SleepingGuestsIT {
    @ParameterizedTest
    @EnumSource
    void anHourPassesAtOnce(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=1")) {
            Guest guest = simulation.bootSleeper(1, "20x1,1x3600");

            simulation.assertEndsAt(3620.00, guest);
            simulation.assertCalendarEnds();
            CalendarProcess calendar = simulation.calendar();
            assertFalse(calendar.hasSocket(), "the socket is still there");
            assertTrue(calendar.tells(guest.participant()), simulation::report);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDayBeginsWhenTold(Mode mode, @TempDir Path directory) throws Exception {
        try (RealSimulation simulation =
                RealSimulation.start(
                        directory, mode, "--clients=1", "--time-at-start=1663704211188727690")) {
            Guest guest = simulation.bootSleeper(1, "1x1");

            simulation.assertEndsAt(1.00, guest);
            assertEquals(1663704211, guest.began());
        }
    }

    @Test
    void sixtyGuests(@TempDir Path directory) throws Exception {
        int count = 60;
        try (RealSimulation simulation =
                RealSimulation.start(directory, Mode.SHARED_MEMORY, "--clients=" + count)) {
            List<Guest> guests = new ArrayList<>();
            for (int id = 1; id <= count; id++) {
                guests.add(simulation.bootSleeper(id, "50x0.1"));
            }

            for (Guest guest : guests) {
                simulation.assertEndsAt(5.00, guest);
            }
            simulation.assertCalendarEnds();
        }
    }
}
