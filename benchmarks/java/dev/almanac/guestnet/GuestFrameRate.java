// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import dev.almanac.guest.Mode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
        int runs = 5;
        String counts = "1000,10000";
        List<String> calendars = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--runs" -> runs = Integer.parseInt(args[++i]);
                case "--pings" -> counts = args[++i];
                default -> calendars.add(args[i]);
            }
        }
        for (Mode mode : Mode.values()) {
            for (String count : counts.split(",", -1)) {
                compare(calendars, mode, Integer.parseInt(count), runs);
            }
        }
    }

    private static void compare(List<String> calendars, Mode mode, int pings, int runs)
            throws IOException, InterruptedException {
        double[][] rates = new double[calendars.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < calendars.size(); i++) {
                rates[i][run] = measure(calendars.get(i), mode, pings);
            }
        }
        double first = median(rates[0]);
        for (int i = 0; i < calendars.size(); i++) {
            double median = median(rates[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %6d pings  %8.0f frames/s (min %.0f, max %.0f)  x%.2f  %s%n",
                    mode,
                    pings,
                    median,
                    Arrays.stream(rates[i]).min().orElseThrow(),
                    Arrays.stream(rates[i]).max().orElseThrow(),
                    median / first,
                    calendars.get(i));
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
