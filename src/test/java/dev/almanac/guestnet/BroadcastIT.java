// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is for all reaches all others. */
@WithTalkingGuests
final class BroadcastIT {
    private static final String ANSWERER =
            """
            echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_broadcasts
            busybox sleep 10
            """;

    @ParameterizedTest
    @EnumSource
    void bothOthersAnswer(Mode mode, @TempDir Path directory) throws Exception {
        try (Ethernet ethernet = Ethernet.start(directory, mode, 3)) {
            TalkingGuest asker = ethernet.boot(1, "busybox sleep 1; busybox ping -c 3 10.0.0.255");
            ethernet.boot(2, ANSWERER);
            ethernet.boot(3, ANSWERER);

            ethernet.assertEnds();
            List<Ping> answers = Ping.answers(asker.console());
            for (String other : List.of("10.0.0.2", "10.0.0.3")) {
                Stream<Ping> its = answers.stream().filter(ping -> ping.from().equals(other));
                // Ping stops with the first answer to its last question.
                assertEquals(
                        List.of(0, 1), its.map(Ping::sequence).limit(2).toList(), asker::report);
            }
        }
    }
}
