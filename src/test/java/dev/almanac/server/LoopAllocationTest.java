// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.almanac.client.Participant;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * In the steady state the calendar's thread allocates nothing on the Java heap, in hundreds of
 * thousands of messages over real sockets.
 */
@Timeout(120)
class LoopAllocationTest {
    private static final int PARTICIPANTS = 8;
    private static final long GRANTS = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private Path directory;

    private volatile boolean enough;

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsAllocatedPerGrant(boolean shareMemory) throws Exception {
        String path = directory.resolve("s").toString();
        ServerOptions.Builder options =
                ServerOptions.at(path)
                        .clients(PARTICIPANTS)
                        .shareMemory(shareMemory)
                        .strict(true)
                        .hangWarn(0); // one tick a second is never compiled
        List<Thread> lives = new ArrayList<>();
        try (RunningServer server = RunningServer.start(options)) {
            for (int id = 1; id <= PARTICIPANTS; id++) {
                int number = id;
                lives.add(Thread.ofPlatform().start(() -> live(path, number)));
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            long allocated = allocatedInSomeGrants(server);
            // The compilers work in the background: how soon they are done is not ours to say.
            while (allocated > 0 && System.nanoTime() < end) {
                allocated = allocatedInSomeGrants(server);
            }
            enough = true;
            for (Thread life : lives) {
                life.join();
            }
            assertSame(Ending.CLEAN, server.ending());
            assertEquals(0, allocated, "bytes in " + GRANTS + " grants");
        }
    }

    /** What the calendar's thread allocates while it gives the floor {@link #GRANTS} times. */
    private static long allocatedInSomeGrants(RunningServer server) throws InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        long thread = server.thread().threadId();
        long grants = server.server().grants();
        long before = threads.getThreadAllocatedBytes(thread);
        while (server.server().grants() < grants + GRANTS) {
            assertTrue(server.thread().isAlive(), "it ended early");
            Thread.sleep(1);
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    /** Its requests meet those of others at the same time often, and lie before them sometimes. */
    private void live(String path, int id) {
        try (Participant participant = Participant.connect(path, id)) {
            for (int turn = id; !enough; turn++) {
                participant.runFor(7 + turn * id % 11);
                if (turn % 8 == 0) {
                    participant.update();
                }
                if (turn % 64 == 0) {
                    participant.timeOfDay();
                }
                if (turn % 256 == 0) {
                    participant.broadcast(turn);
                }
            }
        }
    }
}
