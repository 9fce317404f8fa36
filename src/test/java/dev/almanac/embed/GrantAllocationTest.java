// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.almanac.client.Participant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** In the steady state a grant in process allocates nothing, from one action to the next. */
@Timeout(120)
class GrantAllocationTest {
    private static final int PARTICIPANTS = 8;
    private static final long PERIOD = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private long actions;

    @Test
    void nothingIsAllocatedPerGrant() {
        try (Simulation simulation = Simulation.create().participants(PARTICIPANTS).open()) {
            Participant first = simulation.join(1);
            first.every(PERIOD, () -> actions++);
            for (int id = 2; id <= PARTICIPANTS; id++) {
                simulation.join(id).every(PERIOD - id % 3, () -> actions++);
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            long allocated = allocatedInSomeGrants(simulation, first);
            // The compilers work in the background: how soon they are done is not ours to say.
            while (allocated > 0 && System.nanoTime() < end) {
                allocated = allocatedInSomeGrants(simulation, first);
            }
            assertEquals(0, allocated, "bytes");
            first.close();
        }
    }

    private static long allocatedInSomeGrants(Simulation simulation, Participant first) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long grants = simulation.grants();
        long before = threads.getCurrentThreadAllocatedBytes();
        first.runFor(2_000 * PERIOD);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(simulation.grants() - grants > 10_000);
        return allocated;
    }
}
