// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A calendar with a thousand participants allocates nothing while they take turns. */
@Timeout(180)
class SteadyStateTest {
    private static final int PARTICIPANTS = 1_000;
    private static final int ROUNDS = 20;
    private static final long STEP = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path directory;

    private final CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Syscalls sys = new LinuxSyscalls();
    private long time = STEP;

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsAllocatedWithAThousand(boolean shareMemory) throws Exception {
        String path = directory.resolve("s").toString();
        ServerOptions options =
                ServerOptions.at(path)
                        .clients(PARTICIPANTS)
                        .shareMemory(shareMemory)
                        .hangWarn(0) // one tick a second is never compiled
                        .build();
        Thread thread = Thread.ofPlatform().daemon().start(() -> serve(options));
        opened.get();
        LoadParticipant[] all = new LoadParticipant[PARTICIPANTS];
        for (int i = 0; i < PARTICIPANTS; i++) {
            all[i] = new LoadParticipant(sys, path, i + 1);
            all[i].askToStart();
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            all[i].start(shareMemory, (i + 1) * STEP);
        }
        takeTurns(all);
        long descriptors = descriptors();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long allocated = allocatedBy(thread, all);
        // The compilers work in the background: how soon they are done is not ours to say.
        while (allocated > 0 && System.nanoTime() < end) {
            allocated = allocatedBy(thread, all);
        }
        assertEquals(0, allocated, "bytes in " + ROUNDS * PARTICIPANTS + " grants");
        assertEquals(descriptors, descriptors());
        for (LoadParticipant participant : all) {
            participant.close();
        }
        assertEquals(Ending.CLEAN, ending.get());
        thread.join();
    }

    private void serve(ServerOptions options) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (CalendarServer server = CalendarServer.open(options, nowhere, nowhere)) {
            opened.complete(server);
            ending.complete(server.run());
        } catch (StartupException e) {
            opened.completeExceptionally(e);
        }
    }

    private long allocatedBy(Thread thread, LoadParticipant[] all) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        long before = threads.getThreadAllocatedBytes(thread.threadId());
        takeTurns(all);
        return threads.getThreadAllocatedBytes(thread.threadId()) - before;
    }

    private void takeTurns(LoadParticipant[] all) {
        for (int round = 0; round < ROUNDS; round++) {
            for (LoadParticipant participant : all) {
                participant.turn(time, time + STEP, time + all.length * STEP);
                time += STEP;
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(Files::exists).count();
        }
    }
}
