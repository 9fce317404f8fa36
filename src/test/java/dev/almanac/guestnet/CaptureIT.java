// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.guest.Child;
import dev.almanac.guest.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A capture has all frames with their times, and is the same in equal runs. */
@WithTalkingGuests
final class CaptureIT {
    /** Questions that are all alike; those of ping have numbers in them that a guest invents. */
    private static final int QUESTIONS = 20;

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
    void isReadByTshark() throws Exception {
        assumeTrue(Tool.isInstalled("tshark"), "tshark is missing");
        Path frames = capture("read", Mode.SHARED_MEMORY);

        List<Double> delays = new ArrayList<>();
        double sent = 0;
        for (String line : read(frames)) {
            String[] fields = line.split("\t", -1);
            double seconds = Double.parseDouble(fields[1]);
            if (fields[0].endsWith(" sent")) {
                sent = seconds;
            } else {
                delays.add(seconds - sent);
            }
        }
        // Questions and answers: each is sent and delivered before the next is sent.
        assertEquals(2 * QUESTIONS, delays.size());
        for (double delay : delays) {
            assertEquals(100e-6, delay, 0.5e-9);
        }
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
            ethernet.boot(1, "busybox sleep 1; busybox arping -c %d 10.0.0.2".formatted(QUESTIONS));
            ethernet.boot(2, "busybox sleep 30");
            ethernet.assertEnds();
        }
        return frames;
    }

    /** Interface and time of all frames. */
    private List<String> read(Path frames) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "tshark",
                        "-r",
                        frames.toString(),
                        "-T",
                        "fields",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "frame.time_epoch");
        try (Child tshark = Child.start("tshark", temporary, command)) {
            assertEquals(0, tshark.awaitExit(), tshark::report);
            return tshark.out().lines().toList();
        }
    }
}
