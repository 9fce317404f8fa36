// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import dev.almanac.load.Comparison.Spread;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How long calendars take to hand the floor from one participant to the next.
 *
 * <p>Starts each calendar in turn, again and again, and lets N participants in this process take
 * turns one after the other; checks all that it is told; prints medians, the spread, and the ratio
 * to the first calendar. benchmarks/handover starts it, pinned to one processor with all that it
 * starts itself.
 */
public final class HandOver {
    private static final long STEP_NANOS = 1_000;

    /** In place of a calendar's command: a program that only sends back what it gets. */
    private static final String BARE = "bare";

    private final Syscalls sys = new LinuxSyscalls();
    private final Path folder;
    private final Comparison comparison;

    private HandOver(Path folder, Comparison comparison) {
        this.folder = folder;
        this.comparison = comparison;
    }

    /** Measures the calendars whose commands are given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Comparison comparison =
                Comparison.of(
                        args,
                        Map.of(
                                "--warm-up", "8",
                                "--seconds", "1",
                                "--participants", "2,8,63",
                                "--modes", "socket,shared"));
        Path folder = Files.createTempDirectory("hand-over");
        try {
            HandOver handOver = new HandOver(folder, comparison);
            for (String mode : comparison.list("--modes")) {
                for (int participants : comparison.numbers("--participants")) {
                    handOver.compare(participants, mode.equals("shared"));
                }
            }
        } finally {
            Files.delete(folder);
        }
    }

    /** What one run gave: microseconds a grant, at the beginning and in the steady state. */
    private record Figures(double first, double steady) {}

    private void compare(int participants, boolean shared)
            throws IOException, InterruptedException {
        List<List<Figures>> all =
                comparison.measure(calendar -> measure(calendar, participants, shared));
        double reference = spread(all.get(0), Figures::steady).median();
        for (int i = 0; i < all.size(); i++) {
            Spread steady = spread(all.get(i), Figures::steady);
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %6d participants  %8.2f us a grant (%.2f to %.2f), %.2f times as many a"
                            + " second; %.2f us in the first second  %s%n",
                    shared ? "shared" : "socket",
                    participants,
                    steady.median(),
                    steady.least(),
                    steady.most(),
                    reference / steady.median(),
                    spread(all.get(i), Figures::first).median(),
                    comparison.calendars().get(i));
        }
    }

    private static Spread spread(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        return Spread.of(runs.stream().mapToDouble(figure).toArray());
    }

    private Figures measure(String command, int participants, boolean shared)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("socket");
        List<String> words = new ArrayList<>();
        if (command.equals(BARE)) {
            words.addAll(echo(socket));
        } else {
            words.addAll(List.of(command.split(" ", -1)));
            words.add("--time=" + socket);
            words.add("--clients=" + participants);
            if (!shared) {
                words.add("--no-shm");
            }
        }
        Process calendar =
                new ProcessBuilder(words)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        try {
            return command.equals(BARE)
                    ? measure(new RoundTrips(sys, socket.toString()))
                    : measure(new Turns(sys, socket.toString(), participants, shared));
        } finally {
            calendar.destroy();
            calendar.waitFor();
            Files.deleteIfExists(socket);
        }
    }

    private static List<String> echo(Path socket) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Echo.class.getName(),
                socket.toString());
    }

    private Figures measure(Load load) {
        try (load) {
            double first = microsEach(load, 1);
            microsEach(load, comparison.number("--warm-up") - 1);
            return new Figures(first, microsEach(load, comparison.number("--seconds")));
        }
    }

    private static double microsEach(Load load, double seconds) {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long grants = 0;
        while (System.nanoTime() < end) {
            grants += load.goOn();
        }
        return (System.nanoTime() - begin) / 1e3 / Math.max(1, grants);
    }

    /** Something that is done over and over again. */
    private interface Load extends AutoCloseable {
        /** Does it some times; how often. */
        long goOn();

        @Override
        void close();
    }

    /** Participants that take turns, each {@link #STEP_NANOS} of simulated time after the last. */
    private static final class Turns implements Load {
        private static final int ROUNDS = 8;

        private final LoadParticipant[] all;
        private long time = STEP_NANOS;

        Turns(Syscalls sys, String socket, int participants, boolean shared) {
            all = new LoadParticipant[participants];
            for (int i = 0; i < participants; i++) {
                all[i] = new LoadParticipant(sys, socket, i + 1);
                all[i].askToStart();
            }
            for (int i = 0; i < participants; i++) {
                all[i].start(shared, (i + 1) * STEP_NANOS);
            }
        }

        @Override
        public long goOn() {
            for (int round = 0; round < ROUNDS; round++) {
                for (LoadParticipant participant : all) {
                    participant.turn(time, time + STEP_NANOS, time + all.length * STEP_NANOS);
                    time += STEP_NANOS;
                }
            }
            return (long) ROUNDS * all.length;
        }

        @Override
        public void close() {
            for (LoadParticipant participant : all) {
                participant.close();
            }
        }
    }

    /** 16 bytes there and back: what no calendar can be faster than with this system's calls. */
    private static final class RoundTrips implements Load {
        private static final int TIMES = 64;

        private final Syscalls sys;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment bytes = arena.allocate(Message.LAYOUT);
        private final int fd;

        RoundTrips(Syscalls sys, String socket) {
            this.sys = sys;
            fd = Dial.to(sys, socket);
        }

        @Override
        public long goOn() {
            for (int i = 0; i < TIMES; i++) {
                sys.send(fd, bytes, Message.SIZE, Linux.MSG_NOSIGNAL);
                if (sys.recv(fd, bytes, Message.SIZE, 0) != Message.SIZE) {
                    throw new IllegalStateException("the echo is gone");
                }
            }
            return TIMES;
        }

        @Override
        public void close() {
            sys.close(fd);
            arena.close();
        }
    }
}
