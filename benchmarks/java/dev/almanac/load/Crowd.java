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
import java.util.stream.Stream;

/**
 * Very many participants in one simulation, all in this process; prints what the calendar needs for
 * them. docs/testing.md has the command.
 */
public final class Crowd {
    private static final long STEP_NANOS = 1_000;
    private static final int ROUNDS = 5;

    private final LoadParticipant[] all;
    private final long calendar;

    private Crowd(int participants, long calendar) {
        all = new LoadParticipant[participants];
        this.calendar = calendar;
    }

    /** How many participants there are to be, and the words that start a calendar. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int participants = Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("crowd");
        Path socket = folder.resolve("calendar");
        List<String> words = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        words.addAll(
                List.of(
                        "--time=" + socket,
                        "--clients=" + participants,
                        "--max-clients=" + participants,
                        "--debug=-1"));
        Process calendar =
                new ProcessBuilder(words)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.INHERIT)
                        .start();
        try {
            while (!Files.exists(socket)) {
                Thread.sleep(100);
            }
            Thread.sleep(100); // from bind to listen
            new Crowd(participants, calendar.pid()).takePart(socket.toString());
        } finally {
            calendar.destroy();
            calendar.waitFor();
            Files.deleteIfExists(socket);
            Files.delete(folder);
        }
    }

    private void takePart(String socket) throws IOException {
        Syscalls sys = new LinuxSyscalls();
        print("before", 0);
        long begin = System.nanoTime();
        for (int i = 0; i < all.length; i++) {
            all[i] = new LoadParticipant(sys, socket, i + 1);
            all[i].askToStart();
        }
        long time = 0;
        for (LoadParticipant one : all) {
            time += STEP_NANOS;
            one.start(false, time);
        }
        time = STEP_NANOS;
        print("started", System.nanoTime() - begin);
        for (int round = 1; round <= ROUNDS; round++) {
            begin = System.nanoTime();
            for (LoadParticipant one : all) {
                one.turn(time, time + STEP_NANOS, time + all.length * STEP_NANOS);
                time += STEP_NANOS;
            }
            print("after round " + round, System.nanoTime() - begin);
        }
        for (LoadParticipant one : all) {
            one.close();
        }
    }

    private void print(String when, long nanos) throws IOException {
        Path process = Path.of("/proc/" + calendar);
        long descriptors;
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            descriptors = open.count();
        }
        String memory =
                Files.readAllLines(process.resolve("status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%d participants, %s: %d descriptors, %s, %.1f us each%n",
                all.length,
                when,
                descriptors,
                memory.replaceAll("\\s+", " "),
                nanos / 1e3 / all.length);
    }
}
