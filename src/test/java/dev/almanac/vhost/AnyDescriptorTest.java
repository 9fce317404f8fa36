// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Descriptors of any kind and number with any request, as the first thing that a guest says: two
 * others still exchange frames, and none is left open.
 */
@Timeout(60)
class AnyDescriptorTest {
    /** One more than there are. */
    private static final int REQUESTS = 48;

    private static final int[] SIZES = {0, 8, 72};

    @TempDir private Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 9, 253})
    void soManyWithAnyRequest(int count) {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            for (int request = 0; request < REQUESTS; request++) {
                for (int size : SIZES) {
                    sayFirst(net, request, size, count);
                }
            }
            net.assertExchange(a, b);
        }
    }

    private static void sayFirst(TestNetwork net, int request, int size, int count) {
        TestGuest evil = net.connect(3);
        int[] descriptors = new int[count];
        Arrays.fill(descriptors, evil.memoryFile);
        evil.out().fill((byte) 0);
        evil.request(request, VhostHeader.FLAGS_REQUEST | TestGuest.REPLY, size, descriptors);
        net.pump();
        evil.die();
        net.pump();
        evil.close();
        net.guests.remove(evil);
    }

    @Test
    void aPipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertIsOfNoUse(descriptor("pipe:"), source, sink);
        }
    }

    @Test
    void devices() throws IOException {
        for (String device : new String[] {"/dev/null", "/dev/zero"}) {
            try (Closeable open = new FileInputStream(device)) {
                assertIsOfNoUse(descriptor(device), open);
            }
        }
    }

    @Test
    void aDirectory() throws IOException {
        try (Closeable open = Files.newDirectoryStream(temporary)) {
            assertIsOfNoUse(descriptor(temporary.toString()), open);
        }
    }

    @Test
    void aFileThatIsOnlyRead() throws IOException {
        Path file = Files.write(temporary.resolve("memory"), new byte[8192]);
        try (Closeable open = new FileInputStream(file.toFile())) {
            assertIsOfNoUse(descriptor(file.toString()), open);
        }
    }

    /** Neither as memory nor as a back channel; where we do not use what we get it does no harm. */
    private static void assertIsOfNoUse(int fd, Closeable... kept) {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            net.connect(3).sendRegions(fd, 0, 4096, 0, 0);
            net.pump();
            assertTrue(net.journal.has("no file to read and write"), kept.length + " kept open");
            net.connect(3).request(Request.SET_BACK_CHANNEL, 1, 0, fd);
            net.pump();
            assertTrue(net.journal.has("no connected local socket"));
            TestGuest unharmed = net.connect(4);
            for (int request :
                    new int[] {
                        Request.SET_VRING_KICK, Request.SET_VRING_CALL, Request.SET_VRING_ERR
                    }) {
                unharmed.number(request, 1 | TestGuest.REPLY, 1, fd);
                unharmed.expectOk(net, request);
            }
            net.assertExchange(a, b);
        }
    }

    /** The number of one of our descriptors, by the begin of what proc(5) calls it. */
    private static int descriptor(String name) {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                if (isCalled(file, name)) {
                    return Integer.parseInt(file.getFileName().toString());
                }
            }
            return fail("nothing open is called " + name);
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static boolean isCalled(Path file, String name) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString().startsWith(name);
        } catch (NoSuchFileException e) {
            return false; // the descriptor of the directory that is being listed
        }
    }
}
