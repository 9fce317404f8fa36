// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** The network alone, for guests that live in real time. */
@WithTalkingGuests
final class WallclockIT {
    private static final int TERMINATED = 128 + 15;
    private static final double DELAY_MILLIS = 20;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /**
     * A frame is never early. How late it is, is up to what else this machine does: guests go on
     * until one frame found a processor free.
     */
    @Test
    void framesAreDelayedToTheMillisecond(@TempDir Path directory) throws Exception {
        assumeTrue(Wireshark.isInstalled(), "tshark or capinfos is missing");
        Path capture = directory.resolve("frames.pcapng");
        try (Ethernet ethernet =
                Ethernet.startInRealTime(
                        directory, "--net-delay=" + DELAY_MILLIS, "--net-capture=" + capture)) {
            ethernet.boot(2, "until [ -e $STOP ]; do busybox sleep 0.05; done");
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            """
                            until busybox ping -q -c 1 -W 1 10.0.0.2; do :; done
                            busybox ping -c 10 -i 0.05 10.0.0.2
                            : >$MARK
                            until [ -e $STOP ]; do busybox ping -q -c 1 -W 1 10.0.0.2; done
                            """);
            asker.assertMakesMark();
            Wireshark wireshark = new Wireshark(directory);
            List<Double> delays = wireshark.pings(capture);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (Collections.min(delays) * 1e3 >= DELAY_MILLIS + 1) {
                assertTrue(System.nanoTime() < deadline, delays::toString);
                Thread.sleep(100);
                delays = wireshark.pings(capture);
            }
            assertTrue(Collections.min(delays) * 1e3 > DELAY_MILLIS - 1e-3, delays::toString);
            ethernet.stop();
            ethernet.assertGuestsEnd();

            List<Ping> answers = Ping.answers(asker.console());
            assertEquals(10, answers.size(), ethernet::report);
            for (Ping answer : answers) {
                assertTrue(answer.millis() >= 2 * DELAY_MILLIS, ethernet::report);
            }
            assertEquals(TERMINATED, ethernet.terminate(), ethernet::report);
            assertFalse(ethernet.hasSocket(), "the socket is still there");
        }
    }
}
