// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Frames between played cards, over the real switch and its loop. */
@Timeout(60)
class RehearsalTest {
    private static final int FRAMES = 20_000;

    @Test
    void allFramesArriveAndNothingIsLeft() throws Exception {
        NetworkOptions options = NetworkOptions.ofDelay("/nowhere", 100_000);
        assertEquals(FRAMES, Rehearsal.hold(options));
        long descriptors = descriptors();
        assertEquals(FRAMES, Rehearsal.hold(options));
        assertEquals(descriptors, descriptors());
    }

    @Test
    void withoutDelayToo() throws Exception {
        assertEquals(FRAMES, Rehearsal.hold(NetworkOptions.ofDelay("/nowhere", 0)));
    }

    @Test
    void whatIsLostSlowOrRecordedLaterIsNotYet(@TempDir Path directory) throws Exception {
        Path capture = directory.resolve("capture");
        long hour = 3_600_000_000_000L;
        NetworkOptions options =
                new NetworkOptions("/nowhere", hour, capture.toString(), true, true, 1, 1, hour, 0);
        assertEquals(FRAMES, Rehearsal.hold(options));
        assertFalse(Files.exists(capture));
    }

    /**
     * Of sockets, shared memory, timers and the like; the virtual machine opens files as it likes.
     */
    private static long descriptors() throws IOException {
        long count = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : all.toList()) {
                String what = target(link);
                count += what.contains(":") ? 1 : 0;
            }
        }
        return count;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // by which the folder was read
        }
    }
}
