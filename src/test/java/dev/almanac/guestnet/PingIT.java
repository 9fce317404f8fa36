// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/** Frames take exactly as long as they should. */
@WithTalkingGuests
final class PingIT {
    /** What a guest may be off: reading its clock takes 0.256 us now and then. */
    private static final double TOLERANCE_MILLIS = 0.002;

    /** Uptime shows hundredths. */
    private static final double TOLERANCE_SECONDS = 0.02;

    @ParameterizedTest
    @EnumSource
    void aThousand(Mode mode, @TempDir Path directory) throws Exception {
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2, "--net-delay=5")) {
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            """
                            busybox sleep 1
                            busybox ping -c 5 10.0.0.2
                            busybox ping -q -c 1000 10.0.0.2
                            """);
            TalkingGuest answerer = ethernet.boot(2, "busybox sleep 1100");

            ethernet.assertEnds();
            // The first waits for the answer to "who has 10.0.0.2?" too.
            assertTimes(List.of(20.0, 10.0, 10.0, 10.0, 10.0), asker);
            assertEquals(
                    List.of(new Ping.Total(5, 5), new Ping.Total(1000, 1000)),
                    Ping.totals(asker.console()));
            assertEquals(1004.02, asker.uptime(), TOLERANCE_SECONDS);
            assertEquals(1100.00, answerer.uptime(), TOLERANCE_SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withTheDefaultDelay(Mode mode, @TempDir Path directory) throws Exception {
        assertFivePings(directory, mode, List.of(0.4, 0.2, 0.2, 0.2, 0.2));
    }

    @ParameterizedTest
    @EnumSource
    void withoutDelay(Mode mode, @TempDir Path directory) throws Exception {
        assertFivePings(directory, mode, List.of(0.0, 0.0, 0.0, 0.0, 0.0), "--net-delay=0");
    }

    private static void assertFivePings(
            Path directory, Mode mode, List<Double> millis, String... options) throws Exception {
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2, options)) {
            TalkingGuest asker = ethernet.boot(1, "busybox sleep 1; busybox ping -c 5 10.0.0.2");
            ethernet.boot(2, "busybox sleep 10");

            ethernet.assertEnds();
            assertTimes(millis, asker);
        }
    }

    private static void assertTimes(List<Double> millis, TalkingGuest asker) {
        List<Ping> answers = Ping.answers(asker.console());
        assertEquals(millis.size(), answers.size(), asker::report);
        for (int i = 0; i < millis.size(); i++) {
            assertEquals(i, answers.get(i).sequence(), asker::report);
            assertEquals(millis.get(i), answers.get(i).millis(), TOLERANCE_MILLIS, asker::report);
        }
    }
}
