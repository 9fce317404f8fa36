// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.load.Comparison;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    private final Comparison comparison;

    private FrameRate(Path folder, Comparison comparison) {
        this.folder = folder;
        this.comparison = comparison;
    }

    /** Measures the calendars whose commands are given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Comparison comparison =
                Comparison.of(args, Map.of("--warm-up", "3", "--seconds", "2", "--frames", "1,64"));
        Path folder = Files.createTempDirectory("frame-rate");
        try {
            FrameRate frameRate = new FrameRate(folder, comparison);
            for (int frames : comparison.numbers("--frames")) {
                comparison.printFrames(
                        "%3d a turn".formatted(frames),
                        calendar -> frameRate.measure(calendar, frames));
            }
        } finally {
            Files.delete(folder);
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
                exchange(guests, frames, comparison.number("--warm-up"));
                return exchange(guests, frames, comparison.number("--seconds"));
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
}
