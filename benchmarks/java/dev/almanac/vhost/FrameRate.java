// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many frames a second calendars bring from one scripted guest to another.
 *
 * <p>Starts each calendar in turn, again and again, and lets two guests in this process exchange
 * frames of 1,514 bytes, some a turn; prints medians, and each calendar's ratio to the first:
 *
 * <pre>{@code
 * java -cp CLASSPATH dev.almanac.vhost.FrameRate --runs 5 --frames 1,64 \
 *     ./almanac "path/to/controller"
 * }</pre>
 */
public final class FrameRate {
    private static final int BYTES = 1_514;
    private static final long SOCKET_MILLIS = 20_000;

    private final Syscalls sys = new LinuxSyscalls();
    private final Path folder;
    private final double warmUpSeconds;
    private final double seconds;

    private FrameRate(Path folder, double warmUpSeconds, double seconds) {
        this.folder = folder;
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
    }

    /** Measures the calendars whose commands are given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = 5;
        double warmUp = 3;
        double seconds = 2;
        String counts = "1,64";
        List<String> calendars = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--runs" -> runs = Integer.parseInt(args[++i]);
                case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--frames" -> counts = args[++i];
                default -> calendars.add(args[i]);
            }
        }
        Path folder = Files.createTempDirectory("frame-rate");
        FrameRate frameRate = new FrameRate(folder, warmUp, seconds);
        for (String count : counts.split(",", -1)) {
            frameRate.compare(calendars, Integer.parseInt(count), runs);
        }
        Files.delete(folder);
    }

    private void compare(List<String> calendars, int frames, int runs)
            throws IOException, InterruptedException {
        double[][] rates = new double[calendars.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < calendars.size(); i++) {
                rates[i][run] = measure(calendars.get(i), frames);
            }
        }
        double first = median(rates[0]);
        for (int i = 0; i < calendars.size(); i++) {
            double median = median(rates[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%3d a turn  %8.0f frames/s (min %.0f, max %.0f)  x%.2f  %s%n",
                    frames,
                    median,
                    Arrays.stream(rates[i]).min().orElseThrow(),
                    Arrays.stream(rates[i]).max().orElseThrow(),
                    median / first,
                    calendars.get(i));
        }
    }

    /** Frames a second. */
    private double measure(String command, int frames) throws IOException, InterruptedException {
        Path time = folder.resolve("time");
        Path net = folder.resolve("net");
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--time=" + time, "--net=" + net, "--clients=2", "--no-shm"));
        Process calendar =
                new ProcessBuilder(words)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        try {
            awaitSocket(net, calendar);
            awaitSocket(time, calendar);
            Thread.sleep(50); // from bind to listen
            try (LoadGuests guests = new LoadGuests(sys, time, net)) {
                exchange(guests, frames, warmUpSeconds);
                return exchange(guests, frames, seconds);
            }
        } finally {
            calendar.destroy();
            calendar.waitFor();
            Files.deleteIfExists(time);
            Files.deleteIfExists(net);
        }
    }

    private static double exchange(LoadGuests guests, int frames, double seconds) {
        byte[] frame = TestNetwork.frame(255, 1, BYTES);
        long before = guests.received();
        long begin = System.nanoTime();
        long nanos;
        do {
            guests.exchange(frame, frames);
            nanos = System.nanoTime() - begin;
        } while (nanos < seconds * 1e9);
        return (guests.received() - before) / (nanos / 1e9);
    }

    private static void awaitSocket(Path socket, Process calendar) throws InterruptedException {
        long end = System.nanoTime() + SOCKET_MILLIS * 1_000_000;
        while (!Files.exists(socket)) {
            if (!calendar.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the calendar does not listen");
            }
            Thread.sleep(5);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
