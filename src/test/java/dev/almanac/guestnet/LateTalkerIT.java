// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/** A guest that comes when a simulation is half way can talk at once. */
@WithTalkingGuests
final class LateTalkerIT {
    @ParameterizedTest
    @EnumSource
    void isAnswered(Mode mode, @TempDir Path directory) throws Exception {
        try (Ethernet ethernet = Ethernet.start(directory, mode, 1)) {
            TalkingGuest first =
                    ethernet.boot(
                            1,
                            """
                            busybox sleep 100; : >"$MARK"
                            until [ -e "$STOP" ]; do busybox sleep 0.1; done
                            """);
            first.assertMakesMark();
            TalkingGuest late = ethernet.boot(2, "busybox ping -c 3 10.0.0.1");
            assertEquals(0, late.awaitExit(), ethernet::report);
            ethernet.stop();

            ethernet.assertEnds();
            List<Double> times = Ping.answers(late.console()).stream().map(Ping::millis).toList();
            assertEquals(3, times.size(), ethernet::report);
            assertEquals(0.4, times.get(0), 0.002);
            assertEquals(0.2, times.get(1), 0.002);
            assertEquals(0.2, times.get(2), 0.002);
        }
    }
}
