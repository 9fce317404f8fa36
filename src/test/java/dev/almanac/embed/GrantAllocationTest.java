// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.almanac.client.Participant;
import dev.almanac.server.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** In the steady state a grant in process allocates nothing, from one action to the next. */
@Timeout(240)
class GrantAllocationTest {
    private static final int PARTICIPANTS = 8;
    private static final long PERIOD = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long actions;

    @Test
    void nothingIsAllocatedPerGrant() {
        try (Simulation simulation = Simulation.create().participants(PARTICIPANTS).open()) {
            assertAllocatesNothing(simulation, List.of(Thread.currentThread()));
        }
    }

    /** Nor in the calendar's thread, nor on the way there. */
    @Test
    void nothingIsAllocatedPerGrantBesideASocket(@TempDir Path directory) throws Exception {
        ServerOptions options =
                ServerOptions.at(directory.resolve("s").toString())
                        .clients(PARTICIPANTS)
                        .debugLevel(-1)
                        .hangWarn(0) // one tick a second is never compiled
                        .build();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Simulation simulation = Simulation.listen(options)) {
            List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
            threads.removeIf(one -> before.contains(one) || !one.getName().equals("calendar"));
            assertEquals(1, threads.size(), threads::toString);
            threads.add(Thread.currentThread());
            assertAllocatesNothing(simulation, threads);
        }
    }

    private void assertAllocatesNothing(Simulation simulation, List<Thread> threads) {
        Participant first = simulation.join(1);
        first.every(PERIOD, () -> actions++);
        for (int id = 2; id <= PARTICIPANTS; id++) {
            simulation.join(id).every(PERIOD - id % 3, () -> actions++);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        long allocated = allocatedInSomeGrants(simulation, first, threads);
        // The compilers work in the background: how soon they are done is not ours to say.
        while (allocated > 0 && System.nanoTime() < end) {
            allocated = allocatedInSomeGrants(simulation, first, threads);
        }
        assertEquals(0, allocated, "bytes");
        first.close();
    }

    private long allocatedInSomeGrants(
            Simulation simulation, Participant first, List<Thread> threads) {
        long grants = simulation.grants();
        long before = allocatedBy(threads);
        first.runFor(2_000 * PERIOD);
        long allocated = allocatedBy(threads) - before;
        assertTrue(simulation.grants() - grants > 10_000);
        return allocated;
    }

    private long allocatedBy(List<Thread> threads) {
        long sum = 0;
        for (int i = 0; i < threads.size(); i++) {
            sum += memory.getThreadAllocatedBytes(threads.get(i).threadId());
        }
        return sum;
    }
}
