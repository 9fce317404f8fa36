// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process that a test started: outputs in files, no wait without a bound, killed in the end. */
public final class Child implements AutoCloseable {
    /** Instead of an exit status: it did not end in time. */
    public static final int RUNS = -1;

    /** How long anything may take, in real time: many times what it takes on a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TAIL_LINES = 25;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a process with nothing to read; its outputs go to files in {@code directory}. */
    public static Child start(String name, Path directory, List<String> command)
            throws IOException {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        // Guests keep files below their home directory.
        builder.environment().put("HOME", directory.toString());
        return new Child(name, builder.start(), out, err);
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its number among the processes of this machine. */
    public long pid() {
        return process.pid();
    }

    /** What it printed so far on its standard output. */
    public String out() {
        return read(out);
    }

    /** And on its standard error. */
    public String err() {
        return read(err);
    }

    /** Waits for its end. Its exit status, 128 + N if signal N ended it, or {@link #RUNS}. */
    public int awaitExit() throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return ended ? process.exitValue() : RUNS;
    }

    /** Waits until {@code condition} holds, as long as the process lives; whether it does. */
    public boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!isAlive() || System.nanoTime() > deadline) {
                return condition.getAsBoolean();
            }
            Thread.sleep(5);
        }
        return true;
    }

    /** Sends it a signal, by its name without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        String command = "kill -" + name + " " + pid();
        int status = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new AssertionError(command + ": " + status + report());
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The last lines of its outputs. */
    public String report() {
        return "%n--- %s (%s)%n%s%n%s"
                .formatted(
                        name,
                        isAlive() ? "runs" : "ended with " + process.exitValue(),
                        tail(out()),
                        tail(err()));
    }

    @Override
    public void close() {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.toList().forEach(ProcessHandle::destroyForcibly);
        }
        kill();
        // Its directory goes next.
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String tail(String text) {
        List<String> lines = text.lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** What is in {@code file}; its bytes need not be UTF-8, as on a guest's console. */
    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
