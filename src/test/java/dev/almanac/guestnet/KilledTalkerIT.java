// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A guest that dies in the middle of traffic does not take the others with it. */
@WithTalkingGuests
final class KilledTalkerIT {
    private static final int VICTIMS_AT_ANY_MOMENT = 6;

    /** Longer than a guest takes to boot. */
    private static final int ANY_MOMENT_MILLIS = 600;

    /** Talks until it is told to stop, once more then, and lets the other one come so far. */
    private static final String TALKER =
            """
            talk() { busybox ping -q -c 100 -i 0.01 $PEER; }
            busybox sleep 1
            until [ -e "$STOP" ]; do talk; done
            talk
            busybox sleep 5
            """;

    /** To all, and nobody answers. */
    private static final String SENDS = "busybox ping -q -i 0.005 10.0.0.255";

    private static final String ONLY_SENDS = ": >$MARK; exec " + SENDS;

    private static final String ONLY_RECEIVES = ": >$MARK; exec busybox sleep 1000000";

    /** And is answered. */
    private static final String TALKS = "exec busybox ping -q -i 0.005 10.0.0.1";

    @ParameterizedTest
    @EnumSource
    void othersTalkOn(Mode mode, @TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2)) {
            TalkingGuest first =
                    ethernet.boot(
                            1, SENDS + " >/dev/null & " + TALKER + "kill $!", "PEER=10.0.0.2");
            TalkingGuest second = ethernet.boot(2, TALKER, "PEER=10.0.0.1");
            for (String commands : List.of(ONLY_SENDS, ONLY_RECEIVES)) {
                TalkingGuest victim = ethernet.boot(3, commands);
                victim.assertMakesMark();
                Thread.sleep(20);
                ethernet.kill(victim);
            }
            Random random = new Random(seed);
            for (int i = 0; i < VICTIMS_AT_ANY_MOMENT; i++) {
                TalkingGuest victim = ethernet.boot(3, TALKS);
                Thread.sleep(random.nextInt(ANY_MOMENT_MILLIS));
                ethernet.kill(victim);
            }

            assertTrue(first.isAlive() && second.isAlive(), ethernet::report);
            ethernet.stop();
            ethernet.assertEnds();
            assertTalkedWithoutLoss(first);
            assertTalkedWithoutLoss(second);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void assertTalkedWithoutLoss(TalkingGuest guest) {
        List<Ping.Total> totals = Ping.totals(guest.console());
        assertTrue(totals.size() > 1, guest::report);
        for (Ping.Total total : totals) {
            assertEquals(new Ping.Total(100, 100), total, guest::report);
        }
    }
}
