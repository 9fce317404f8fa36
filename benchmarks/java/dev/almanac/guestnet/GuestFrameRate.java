// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import dev.almanac.guest.Mode;
import dev.almanac.load.Comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many frames a second calendars bring from one real guest to another and back.
 *
 * <p>Starts each calendar in turn, again and again, with two guests of which one pings the other;
 * counts from the first ping to the end of that guest, so that starts and boots do not count, but
 * warming up does. Prints medians, and each calendar's ratio to the first. ALMANAC_UML names the
 * guests' kernel:
 *
 * <pre>{@code
 * java -cp CLASSPATH dev.almanac.guestnet.GuestFrameRate --runs 5 --pings 1000,10000 \
 *     ./almanac "path/to/controller"
 * }</pre>
 */
public final class GuestFrameRate {
    private GuestFrameRate() {}

    /** Measures the calendars whose commands are given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Comparison comparison = Comparison.of(args, Map.of("--pings", "1000,10000"));
        for (Mode mode : Mode.values()) {
            for (int pings : comparison.numbers("--pings")) {
                comparison.printFrames(
                        "%-13s %6d pings".formatted(mode, pings),
                        calendar -> measure(calendar, mode, pings));
            }
        }
    }

    /** Frames a second. */
    private static double measure(String command, Mode mode, int pings)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("frame-rate");
        List<String> words = List.of(command.split(" ", -1));
        try (Ethernet ethernet = Ethernet.start(words, directory, mode, 2)) {
            String asks = "busybox ping -q -c %d -i 0.001 10.0.0.2".formatted(pings);
            TalkingGuest asker = ethernet.boot(1, "busybox sleep 1; : >$MARK; " + asks);
            ethernet.boot(2, "busybox sleep " + (3 + pings / 1000));
            asker.assertMakesMark();
            long begin = System.nanoTime();
            if (asker.awaitExit() != 0) {
                throw new IllegalStateException(ethernet.report());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            ethernet.assertEnds();
            return 2.0 * pings / seconds;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
