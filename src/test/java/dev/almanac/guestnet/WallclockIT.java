// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The network alone, for guests that live in real time. */
@WithTalkingGuests
final class WallclockIT {
    private static final int TERMINATED = 128 + 15;

    @Test
    void framesAreDelayed(@TempDir Path directory) throws Exception {
        double delay = 20;
        try (Ethernet ethernet = Ethernet.startInRealTime(directory, "--net-delay=" + delay)) {
            ethernet.boot(2, "until [ -e $STOP ]; do busybox sleep 0.05; done");
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            """
                            until busybox ping -q -c 1 -W 1 10.0.0.2; do :; done
                            busybox ping -c 10 -i 0.05 10.0.0.2
                            """);
            assertEquals(0, asker.awaitExit(), ethernet::report);
            ethernet.stop();
            ethernet.assertGuestsEnd();

            double[] times =
                    Ping.answers(asker.console()).stream()
                            .mapToDouble(Ping::millis)
                            .sorted()
                            .toArray();
            assertEquals(10, times.length, ethernet::report);
            assertTrue(times[0] >= 2 * delay, ethernet::report);
            // One of them had this machine to itself, most probably.
            assertTrue(times[0] < 2 * delay + 10, ethernet::report);
            assertEquals(TERMINATED, ethernet.terminate(), ethernet::report);
            assertFalse(ethernet.hasSocket(), "the socket is still there");
        }
    }
}
