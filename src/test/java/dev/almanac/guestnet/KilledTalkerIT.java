// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final int VICTIMS_AT_ANY_MOMENT = 4;

    /** Longer than a guest takes to boot, on a fast machine. */
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
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2, "--hang-warn=100ms")) {
            TalkingGuest first =
                    ethernet.boot(
                            1, SENDS + " >/dev/null & " + TALKER + "kill $!", "PEER=10.0.0.2");
            TalkingGuest second = ethernet.boot(2, TALKER, "PEER=10.0.0.1");
            assertTalkOn(first, second);
            for (String commands : List.of(ONLY_SENDS, ONLY_RECEIVES)) {
                TalkingGuest victim = ethernet.boot(3, commands);
                victim.assertMakesMark();
                assertTalkOn(first, second);
                ethernet.kill(victim);
                assertTalkOn(first, second);
            }
            killInCall(ethernet);
            assertTalkOn(first, second);
            Random random = new Random(seed);
            for (int i = 0; i < VICTIMS_AT_ANY_MOMENT; i++) {
                TalkingGuest victim = ethernet.boot(3, TALKS);
                Thread.sleep(random.nextInt(ANY_MOMENT_MILLIS));
                ethernet.kill(victim);
                assertTalkOn(first, second);
            }

            ethernet.stop();
            ethernet.assertEnds();
            assertNothingLost(first);
            assertNothingLost(second);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** Kills a guest when the network has called it, and nobody runs until it answers. */
    private static void killInCall(Ethernet ethernet) throws Exception {
        TalkingGuest victim = ethernet.boot(3, ONLY_RECEIVES);
        victim.assertMakesMark();
        boolean called = false;
        while (!called) {
            victim.suspend();
            // Else it had the floor when it stopped.
            called = ethernet.awaitReportOf(victim).contains("to take an interrupt of its card");
            if (!called) {
                victim.resume();
            }
        }
        ethernet.kill(victim);
    }

    /** Each of them gets a whole series of answers from now on. */
    private static void assertTalkOn(TalkingGuest... guests) throws InterruptedException {
        for (TalkingGuest guest : guests) {
            int before = Ping.totals(guest.console()).size();
            // The next that ends may have begun already.
            guest.assertComesTo(() -> Ping.totals(guest.console()).size() >= before + 2);
        }
    }

    private static void assertNothingLost(TalkingGuest guest) {
        for (Ping.Total total : Ping.totals(guest.console())) {
            assertEquals(new Ping.Total(100, 100), total, guest::report);
        }
    }
}
