// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The capture file, read back byte by byte. */
@Timeout(60)
class CaptureTest {
    @TempDir private Path directory;

    @Test
    void framesAreThereTwiceWithTheirTimes() throws IOException {
        Path file = directory.resolve("a.pcapng");
        byte[] odd = frame(255, 1, 61);
        byte[] back = frame(255, 2, 1514);
        play(file, odd, back);
        List<String> expected =
                List.of(
                        "section",
                        "interface id:1 sent",
                        "interface id:1 delivered",
                        "interface id:2 sent",
                        "interface id:2 delivered",
                        packet(0, (1L << 40) + 5, odd),
                        packet(3, (1L << 40) + 5 + DELAY, odd),
                        packet(2, (1L << 40) + 5 + DELAY, back),
                        packet(1, (1L << 40) + 5 + 2 * DELAY, back));
        assertEquals(expected, read(Files.readAllBytes(file)));
    }

    @Test
    void equalRunsWriteEqualFiles() throws IOException {
        Path one = directory.resolve("one.pcapng");
        Path two = directory.resolve("two.pcapng");
        play(one, frame(255, 1, 60), frame(1, 2, 60));
        play(two, frame(255, 1, 60), frame(1, 2, 60));
        assertEquals(-1, Files.mismatch(one, two));
    }

    /** The file is whole whenever anybody looks. */
    @Test
    void eachBlockIsThereAtOnce() throws IOException {
        Path file = directory.resolve("a.pcapng");
        try (Capture capture = Capture.to(file, e -> fail(e));
                TestNetwork net = network(capture)) {
            assertEquals(1, read(Files.readAllBytes(file)).size());
            TestGuest a = net.join(1);
            net.join(2);
            assertEquals(5, read(Files.readAllBytes(file)).size());
            net.send(a, frame(255, 1, 60));
            net.takeTurn();
            assertEquals(6, read(Files.readAllBytes(file)).size());
            net.run();
            assertEquals(7, read(Files.readAllBytes(file)).size());
        }
    }

    @Test
    void aFullDiskStopsTheCaptureOnly() throws IOException {
        List<String> failures = new ArrayList<>();
        Path full = Path.of("/dev/full");
        assertThrows(IOException.class, () -> Capture.to(full, e -> failures.add("late")).close());
        Path file = directory.resolve("a.pcapng");
        Capture capture = Capture.to(file, e -> failures.add(e.getClass().getSimpleName()));
        try (TestNetwork net = network(capture)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            capture.close();
            net.assertExchange(a, b);
            assertEquals(List.of("IOException"), failures);
        }
    }

    private static TestNetwork network(Capture capture) {
        return new TestNetwork(NetworkSettings.ofDelay(DELAY), new LinuxSyscalls(), capture);
    }

    private static void play(Path file, byte[] there, byte[] back) throws IOException {
        try (Capture capture = Capture.to(file, e -> fail(e));
                TestNetwork net = network(capture)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            net.clock.now = (1L << 40) + 5;
            net.send(a, there);
            net.run();
            net.send(b, back);
            net.run();
            assertArrayEquals(there, TestNetwork.last(b.received()));
        }
    }

    private static String packet(int number, long time, byte[] bytes) {
        return "packet " + number + " " + time + " " + HexFormat.of().formatHex(bytes);
    }

    /** Blocks as lines; checks lengths and padding. */
    private static List<String> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<String> lines = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertEquals(0, length % 4);
            assertEquals(length, in.getInt(start + length - 4));
            lines.add(
                    switch (type) {
                        case 0x0a0d0d0a -> section(in);
                        case 1 -> "interface " + interfaceName(in);
                        case 6 -> packet(in, length);
                        default -> fail("block " + type);
                    });
            in.position(start + length);
        }
        return lines;
    }

    private static String section(ByteBuffer in) {
        assertEquals(0x1a2b3c4d, in.getInt());
        assertEquals(1, in.getInt(), "version 1.0");
        assertEquals(-1, in.getLong(), "of unknown length");
        return "section";
    }

    private static String interfaceName(ByteBuffer in) {
        assertEquals(1, in.getInt(), "Ethernet");
        assertEquals(0, in.getInt(), "frames are whole");
        assertEquals(2, in.getShort(), "if_name");
        byte[] name = new byte[in.getShort()];
        in.get(name);
        in.position(in.position() + 3 & -4);
        assertEquals(0x10009, in.getInt(), "if_tsresol");
        assertEquals(9, in.getInt(), "nanoseconds");
        assertEquals(0, in.getInt(), "end of options");
        return new String(name, StandardCharsets.UTF_8);
    }

    private static String packet(ByteBuffer in, int length) {
        int number = in.getInt();
        long time = (long) in.getInt() << 32 | Integer.toUnsignedLong(in.getInt());
        int bytes = in.getInt();
        assertEquals(bytes, in.getInt());
        byte[] frame = new byte[bytes];
        in.get(frame);
        byte[] padding = new byte[length - 32 - bytes];
        in.get(padding);
        assertTrue(padding.length < 4);
        assertTrue(Arrays.equals(padding, new byte[padding.length]));
        return packet(number, time, frame);
    }
}
