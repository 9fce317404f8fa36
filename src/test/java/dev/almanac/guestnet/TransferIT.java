// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/** A file goes over TCP, whole and in its time. */
@WithTalkingGuests
final class TransferIT {
    /**
     * Guests that are short of memory, or may use all of it for what they receive, find it in
     * pieces that differ from run to run, and with them the windows that they open. So these have
     * plenty, and use little.
     */
    private static final String MEMORY = "mem=128M";

    private static final String SMALL_WINDOW =
            "echo 4096 65536 65536 >/proc/sys/net/ipv4/tcp_rmem\n";

    private static final String SERVER =
            SMALL_WINDOW
                    + """
                    busybox httpd -h "${COMMANDS%/*}"
                    busybox sleep 20
                    """;

    private static final String CLIENT =
            SMALL_WINDOW
                    + """
                    busybox sleep 1
                    busybox wget -q -O - http://10.0.0.1/data | busybox sha256sum
                    """;

    @TempDir private Path temporary;

    @Test
    void takesAsLongInEachRun() throws Exception {
        byte[] data = random(50_000_000);
        String first = transfer("shared-memory", Mode.SHARED_MEMORY, data);
        String second = transfer("messages", Mode.MESSAGES, data);

        assertEquals(first, second, "when the client had all");
    }

    private String transfer(String name, Mode mode, byte[] data) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Files.write(directory.resolve("data"), data);
        try (Ethernet ethernet =
                Ethernet.start(
                        directory, mode, 2, "--net-mac", "--time-at-start=1700000000000000000")) {
            ethernet.boot(1, SERVER, MEMORY);
            TalkingGuest client = ethernet.boot(2, CLIENT, MEMORY);

            ethernet.assertEnds();
            assertGot(data, client);
            return ethernet.leftAt(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAsFastAsTheLink(Mode mode) throws Exception {
        long bitsPerSecond = 5_000_000;
        byte[] data = random(2_000_000);
        Files.write(temporary.resolve("data"), data);
        try (Ethernet ethernet =
                Ethernet.start(temporary, mode, 2, "--net-rate=" + bitsPerSecond)) {
            ethernet.boot(1, SERVER);
            TalkingGuest client = ethernet.boot(2, CLIENT);

            ethernet.assertEnds();
            assertGot(data, client);
            double seconds = client.uptime() - 1;
            double expected = 8.0 * ethernet.bytesSent(1) / bitsPerSecond;
            assertTrue(expected > 3, () -> "only " + expected + " s");
            assertEquals(expected, seconds, expected / 100, ethernet::report);
        }
    }

    private static void assertGot(byte[] data, TalkingGuest client) throws Exception {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(data);
        String line = HexFormat.of().formatHex(sum) + "  -";
        assertTrue(client.console().contains(line), () -> "no " + line + client.report());
    }

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }
}
