// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/** A guest that comes when a simulation is half way gets its turns among those who were there. */
@WithGuestKernel
final class LateGuestIT {
    /**
     * The work before each sleep gives the newcomer a second or two of real time to boot in, in
     * which the first guest is alone and, as nobody else has a request, could run on to its end.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SHARED_MEMORY | 1500x0.01,1500x0.01 |  10000
                    MESSAGES      | 1500x0.01,1500x0.01 |  10000
                    SHARED_MEMORY | 20x100,20x100       | 750000
                    MESSAGES      | 20x100,20x100       | 750000
                    """)
    void comesHalfWay(Mode mode, String sleeps, int work, @TempDir Path directory)
            throws Exception {
        try (RealSimulation simulation = RealSimulation.start(directory, mode, "--clients=1")) {
            Guest first = simulation.bootSleeper(1, sleeps, "WORK=" + work);
            simulation.assertMakesMark(first);
            Guest late = simulation.bootSleeper(2, "50x0.1");

            simulation.assertEndsAt(Guest.uptimeAfter("50x0.1"), late);
            simulation.assertEndsAt(Guest.uptimeAfter(sleeps), first);
            simulation.assertCalendarEnds();
            List<String> turns =
                    simulation.calendar().grants().stream().map(Grant::participant).toList();
            assertTrue(
                    turns.indexOf(late.participant()) < turns.lastIndexOf(first.participant()),
                    () -> "the newcomer came in when the first had ended" + simulation.report());
        }
    }
}
