// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

/** The steady state makes no garbage. */
class CalendarAllocationTest {
    private static final int SLOTS = 300;
    private static final int GRANTS = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Calendar calendar = new Calendar();

    @Test
    void allocatesNothing() {
        for (int slot = 0; slot < SLOTS; slot++) {
            calendar.open(slot);
            calendar.post(slot, slot);
        }
        run();
        long before = threads.getCurrentThreadAllocatedBytes();
        run();
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(0, after - before, "bytes in " + GRANTS + " grants");
    }

    private void run() {
        for (int grant = 0; grant < GRANTS; grant++) {
            calendar.drain();
            int slot = calendar.earliest();
            long time = calendar.time(slot);
            calendar.take(slot);
            int next = calendar.earliestBut(slot);
            calendar.post(slot, Math.max(time, calendar.time(next)) + grant % 7);
            if (grant % 4 == 0) {
                calendar.withdraw(next);
                calendar.post(next, time + grant % 5);
            }
        }
    }
}
