// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.embed.Simulation;
import dev.almanac.server.CalendarServer;
import dev.almanac.server.ServerOptions;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a grant costs two participants that take turns, from one's action to the other's: over the
 * socket of a calendar in another thread, and in process.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ClientBenchmark {
    private static final int ROUNDS = 100;
    private static final long PERIOD = 1_000;

    /** Where the two participants are. */
    public enum Place {
        /** Over the socket, with messages only. */
        MESSAGES,
        /** Over the socket, with shared memory. */
        SHARED_MEMORY,
        /** In the calendar's process, where others could join by a socket. */
        BESIDE_A_SOCKET,
        /** In the calendar's process, each in its own thread. */
        TWO_THREADS,
        /** In the calendar's process, both in one thread. */
        ONE_THREAD
    }

    @Param public Place place = Place.ONE_THREAD;

    private final CompletableFuture<CalendarGoneException> otherEnded = new CompletableFuture<>();
    private @Nullable Simulation simulation;
    private @Nullable CalendarServer server;
    private @Nullable Path folder;
    private Participant one; // by begin()
    private long actions;

    /** Both have begun. */
    @Setup
    public void begin() throws Exception {
        if (place == Place.ONE_THREAD || place == Place.TWO_THREADS) {
            simulation = Simulation.create().participants(2).open();
        } else if (place == Place.BESIDE_A_SOCKET) {
            folder = Files.createTempDirectory("client-benchmark");
            simulation = Simulation.listen(options(folder.resolve("s").toString(), true));
        } else {
            folder = Files.createTempDirectory("client-benchmark");
            server = serve(folder.resolve("s").toString(), place == Place.SHARED_MEMORY);
        }
        one = connect(1);
        one.every(PERIOD, () -> actions++);
        if (place == Place.ONE_THREAD) {
            live(connect(2));
        } else {
            Thread.ofPlatform().daemon().start(this::liveThere);
        }
        one.runUntil(PERIOD / 4);
    }

    private Participant connect(long id) {
        return simulation != null
                ? simulation.join(id)
                : Participant.connect(Objects.requireNonNull(folder).resolve("s").toString(), id);
    }

    /** Its turns come halfway between those of the other one. */
    private static void live(Participant other) {
        other.after(PERIOD / 2, () -> other.every(PERIOD, () -> {}));
    }

    private void liveThere() {
        try (Participant other = connect(2)) {
            live(other);
            other.run();
        } catch (CalendarGoneException e) {
            otherEnded.complete(e);
        }
    }

    private static ServerOptions options(String path, boolean shareMemory) {
        return ServerOptions.at(path).clients(2).shareMemory(shareMemory).debugLevel(-1).build();
    }

    private static CalendarServer serve(String path, boolean shareMemory) throws Exception {
        ServerOptions options = options(path, shareMemory);
        CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try (CalendarServer calendar =
                                    CalendarServer.open(options, nowhere, nowhere)) {
                                opened.complete(calendar);
                                calendar.run();
                            } catch (Exception e) {
                                opened.completeExceptionally(e);
                            }
                        });
        return opened.get(10, TimeUnit.SECONDS);
    }

    /** It is over for both. */
    @TearDown
    public void end() throws Exception {
        if (simulation != null) {
            simulation.close();
        }
        if (server != null) {
            server.stop(10_000);
        }
        one.close();
        if (place != Place.ONE_THREAD) {
            otherEnded.get(10, TimeUnit.SECONDS);
        }
        if (folder != null) {
            Files.delete(folder);
        }
    }

    /** A grant to each, again and again. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUNDS)
    public long grants() {
        one.runFor(ROUNDS * PERIOD);
        return actions;
    }
}
