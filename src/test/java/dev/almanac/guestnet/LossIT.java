// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Links lose frames by a chance that can be repeated. */
@WithTalkingGuests
final class LossIT {
    private static final int PINGS = 100;

    @TempDir private Path temporary;

    @ParameterizedTest
    @EnumSource
    void all(Mode mode) throws Exception {
        assertEquals(List.of(), answered("all", mode, "--net-loss=1"));
    }

    @Test
    void theSameForTheSameSeed() throws Exception {
        List<Integer> first = answered("first", Mode.SHARED_MEMORY, "--net-loss=0.3", "--seed=7");
        List<Integer> second = answered("second", Mode.MESSAGES, "--net-loss=0.3", "--seed=7");
        List<Integer> other = answered("other", Mode.MESSAGES, "--net-loss=0.3", "--seed=8");

        assertEquals(first, second);
        assertNotEquals(first, other);
        // Both ways are survived by 0.49 of them, with a deviation of 0.05.
        assertEquals(0.49, first.size() / (double) PINGS, 0.25);
    }

    /** Which pings are answered. */
    private List<Integer> answered(String name, Mode mode, String... options) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (Ethernet ethernet = Ethernet.start(directory, mode, 2, options)) {
            TalkingGuest asker =
                    ethernet.boot(
                            1,
                            "busybox sleep 1; busybox ping -c %d -i 0.1 -W 1 10.0.0.2"
                                    .formatted(PINGS));
            ethernet.boot(2, "busybox sleep 20");

            ethernet.assertEnds();
            return Ping.answers(asker.console()).stream().map(Ping::sequence).toList();
        }
    }
}
