// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

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
 * How many times a second calendars hand the floor from one participant to the next.
 *
 * <p>Starts each calendar in turn, again and again, and lets N participants in this process take
 * turns one after the other; prints medians, and each calendar's ratio to the first. Pin it from
 * outside, and all it starts is pinned with it:
 *
 * <pre>{@code
 * taskset -c 1 java -cp target/test-classes:target/classes dev.almanac.load.HandOver \
 *     --runs 5 --participants 2,8,63 ./almanac "path/to/controller"
 * }</pre>
 */
public final class HandOver {
    private static final long STEP_NANOS = 1_000;
    private static final long SOCKET_MILLIS = 20_000;

    private final Syscalls sys = new LinuxSyscalls();
    private final Path folder;
    private final double warmUpSeconds;
    private final double seconds;

    private HandOver(Path folder, double warmUpSeconds, double seconds) {
        this.folder = folder;
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
    }

    /** Measures the calendars whose commands are given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = 5;
        double warmUp = 2;
        double seconds = 1;
        String counts = "2,8,63";
        String modes = "socket,shared";
        List<String> calendars = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--runs" -> runs = Integer.parseInt(args[++i]);
                case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--participants" -> counts = args[++i];
                case "--modes" -> modes = args[++i];
                default -> calendars.add(args[i]);
            }
        }
        Path folder = Files.createTempDirectory("hand-over");
        HandOver handOver = new HandOver(folder, warmUp, seconds);
        for (String mode : modes.split(",", -1)) {
            for (String count : counts.split(",", -1)) {
                int participants = Integer.parseInt(count);
                handOver.compare(calendars, participants, mode.equals("shared"), runs);
            }
        }
        Files.delete(folder);
    }

    private void compare(List<String> calendars, int participants, boolean shared, int runs)
            throws IOException, InterruptedException {
        double[][] micros = new double[calendars.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < calendars.size(); i++) {
                micros[i][run] = measure(calendars.get(i), participants, shared);
            }
        }
        double first = median(micros[0]);
        for (int i = 0; i < calendars.size(); i++) {
            double median = median(micros[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %6d participants  %8.2f us a grant (min %.2f, max %.2f)  x%.2f  %s%n",
                    shared ? "shared" : "socket",
                    participants,
                    median,
                    Arrays.stream(micros[i]).min().orElseThrow(),
                    Arrays.stream(micros[i]).max().orElseThrow(),
                    median / first,
                    calendars.get(i));
        }
    }

    /** Microseconds a grant. */
    private double measure(String command, int participants, boolean shared)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("calendar");
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.add("--time=" + socket);
        words.add("--clients=" + participants);
        if (!shared) {
            words.add("--no-shm");
        }
        Process calendar =
                new ProcessBuilder(words)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        try {
            awaitSocket(socket, calendar);
            return drive(socket.toString(), participants, shared);
        } finally {
            calendar.destroy();
            calendar.waitFor();
            Files.deleteIfExists(socket);
        }
    }

    private double drive(String socket, int participants, boolean shared) {
        LoadParticipant[] all = new LoadParticipant[participants];
        for (int i = 0; i < participants; i++) {
            all[i] = new LoadParticipant(sys, socket, i + 1);
            all[i].askToStart();
        }
        long time = STEP_NANOS;
        for (LoadParticipant participant : all) {
            participant.start(shared, time);
            time += STEP_NANOS;
        }
        time = takeTurns(all, time, warmUpSeconds)[0];
        long begin = System.nanoTime();
        long grants = takeTurns(all, time, seconds)[1];
        double micros = (System.nanoTime() - begin) / 1e3 / grants;
        for (LoadParticipant participant : all) {
            participant.close();
        }
        return micros;
    }

    /** Lets them take turns for a while; the time after the last turn, and how many there were. */
    private static long[] takeTurns(LoadParticipant[] all, long from, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long time = from;
        long grants = 0;
        while (System.nanoTime() < end) {
            for (int rounds = 0; rounds < 8; rounds++) {
                for (LoadParticipant participant : all) {
                    participant.turn(time);
                    time += STEP_NANOS;
                }
            }
            grants += 8L * all.length;
        }
        return new long[] {time, grants};
    }

    private static void awaitSocket(Path socket, Process calendar) throws InterruptedException {
        long end = System.nanoTime() + SOCKET_MILLIS * 1_000_000;
        while (!Files.exists(socket)) {
            if (!calendar.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the calendar does not listen");
            }
            Thread.sleep(5);
        }
        Thread.sleep(50); // from bind to listen
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
