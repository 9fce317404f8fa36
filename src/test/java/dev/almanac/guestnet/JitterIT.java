// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** On links that are slow, unsteady and lose frames, all of that can be repeated. */
@WithTalkingGuests
final class JitterIT {
    /** Few: after some ten seconds two equal guests may be a fraction of a microsecond apart. */
    private static final int PINGS = 40;

    /** What a guest may be off: reading its clock takes 0.256 us now and then. */
    private static final double TOLERANCE_MILLIS = 0.002;

    /** There and back, 1 ms each, and 98 bytes at a million bits a second. */
    private static final double FASTEST_MILLIS = 2 * (1 + 0.784);

    /** And the jitter, there and back. */
    private static final double SLOWEST_MILLIS = FASTEST_MILLIS + 2 * 3;

    @TempDir private Path temporary;

    @Test
    void theSameForTheSameSeed() throws Exception {
        List<Ping> first = answers("first", Mode.SHARED_MEMORY, 7);
        List<Ping> second = answers("second", Mode.SHARED_MEMORY, 7);
        List<Ping> third = answers("third", Mode.MESSAGES, 7);
        List<Ping> other = answers("other", Mode.SHARED_MEMORY, 8);

        assertEquals(first, second);
        assertEquals(first, third);
        assertNotEquals(first, other);
        assertTrue(first.size() < PINGS, "none is lost");
        // The first waits for ARP too.
        List<Double> times = first.stream().skip(1).map(Ping::millis).sorted().toList();
        assertTrue(times.getFirst() >= FASTEST_MILLIS, times::toString);
        assertTrue(times.getLast() <= SLOWEST_MILLIS + TOLERANCE_MILLIS, times::toString);
        assertTrue(times.getLast() - times.getFirst() > 1, times::toString);
    }

    private List<Ping> answers(String name, Mode mode, long seed) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (Ethernet ethernet =
                Ethernet.start(
                        directory,
                        mode,
                        2,
                        "--time-at-start=1700000000000000000",
                        "--net-mac",
                        "--net-delay=1",
                        "--net-jitter=3",
                        "--net-rate=1000000",
                        "--net-loss=0.1",
                        "--seed=" + seed)) {
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            "busybox sleep 1; busybox ping -c %d -i 0.1 -W 1 10.0.0.2"
                                    .formatted(PINGS));
            ethernet.boot(2, "busybox sleep 8");

            ethernet.assertEnds();
            return Ping.answers(asker.console());
        }
    }
}
