// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.guest.Mode;
import dev.almanac.guestnet.Wireshark.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A capture has all frames with their times, and is the same in equal runs. */
@WithTalkingGuests
final class CaptureIT {
    /**
     * Questions that are all alike, while ping's have a number in them that the guest invents; one
     * a second, and few: after some ten seconds two equal guests may be a fraction of a microsecond
     * apart, whatever calendar they have.
     */
    private static final int QUESTIONS = 4;

    /** Each question and each answer is there as sent and as delivered. */
    private static final int FRAMES = 4 * QUESTIONS;

    private static final String ASKS = "busybox arping -c " + QUESTIONS + " 10.0.0.2\n";

    @TempDir private Path temporary;

    @Test
    void isTheSameInEqualRuns() throws Exception {
        Path first = capture("first", Mode.SHARED_MEMORY);
        Path second = capture("second", Mode.SHARED_MEMORY);
        Path third = capture("third", Mode.MESSAGES);

        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(third));
    }

    @Test
    void isReadBack() throws Exception {
        assumeThereIsWireshark();
        Path frames = capture("read", Mode.SHARED_MEMORY);

        Wireshark wireshark = new Wireshark(temporary);
        List<Seen> seen = wireshark.frames(frames);
        assertEquals(FRAMES, seen.size());
        for (int i = 0; i < FRAMES; i += 2) {
            Seen sent = seen.get(i);
            Seen delivered = seen.get(i + 1);
            boolean asked = i % 4 == 0;
            assertEquals(asked ? "id:1 sent" : "id:2 sent", sent.where());
            assertEquals(asked ? "id:2 delivered" : "id:1 delivered", delivered.where());
            assertEquals(100e-6, delivered.seconds() - sent.seconds(), 0.5e-9);
        }
        assertEquals(FRAMES, wireshark.count(frames));
    }

    /** While guests talk, and when the calendar was killed in the middle of that. */
    @ParameterizedTest
    @EnumSource
    void isReadWhileItIsWrittenAndAfterAKill(Mode mode) throws Exception {
        assumeThereIsWireshark();
        Path frames = temporary.resolve("frames.pcapng");
        try (Ethernet ethernet = Ethernet.start(temporary, mode, 2, "--net-capture=" + frames)) {
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            "busybox sleep 1\n"
                                    + ASKS
                                    + ": >$MARK; while :; do busybox arping -q -c 1 10.0.0.2;"
                                    + " done");
            ethernet.boot(2, "busybox sleep 1000000");
            asker.assertMakesMark();

            Wireshark wireshark = new Wireshark(temporary);
            int meanwhile = wireshark.frames(frames).size();
            assertTrue(meanwhile >= FRAMES, () -> "only " + meanwhile);
            ethernet.killCalendar();
            int afterwards = wireshark.count(frames);
            assertTrue(afterwards >= meanwhile, () -> meanwhile + ", then " + afterwards);
            assertEquals(afterwards, wireshark.frames(frames).size());
        }
    }

    private static void assumeThereIsWireshark() {
        assumeTrue(Wireshark.isInstalled(), "tshark or capinfos is missing");
    }

    private Path capture(String name, Mode mode) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Path frames = directory.resolve("frames.pcapng");
        try (Ethernet ethernet =
                Ethernet.start(
                        directory,
                        mode,
                        2,
                        "--net-mac",
                        "--time-at-start=1700000000000000000",
                        "--net-capture=" + frames)) {
            ethernet.boot(1, "busybox sleep 1; " + ASKS);
            ethernet.boot(2, "busybox sleep 6");
            ethernet.assertEnds();
        }
        return frames;
    }
}
