// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the loop looks again, and when it sleeps. */
@Timeout(30)
class SpinTest {
    private static final int FOREVER = -1;

    /** Events that come after some looks, or only to those who sleep. */
    private static final class Events {
        private int looksUntilNext;
        private int looks;
        private int sleeps;

        int await(int timeoutMillis) {
            if (timeoutMillis == 0) {
                return ++looks % looksUntilNext == 0 ? 1 : 0;
            }
            sleeps++;
            return 1;
        }
    }

    private final Events events = new Events();

    @Test
    void withoutItTheLoopSleepsAtOnce() {
        Spin spin = new Spin(events::await, 0);
        assertEquals(1, spin.await(FOREVER));
        assertEquals(0, events.looks);
        assertEquals(1, events.sleeps);
    }

    @Test
    void whoAnswersSoonIsNotSleptFor() {
        events.looksUntilNext = 5;
        Spin spin = new Spin(events::await, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            assertEquals(1, spin.await(FOREVER));
        }
        assertEquals(500, events.looks);
        assertEquals(0, events.sleeps);
    }

    @Test
    void whereItDoesNotPayTheLoopSleepsMoreAndMoreOften() {
        events.looksUntilNext = Integer.MAX_VALUE;
        Spin spin = new Spin(events::await, 1);
        int last = 0;
        int looked = 0;
        for (int i = 0; i < 10_000; i++) {
            spin.await(FOREVER);
            looked += events.looks > last ? 1 : 0;
            last = events.looks;
        }
        assertEquals(10_000, events.sleeps);
        assertTrue(looked > 10 && looked < 40, looked + " times");
    }

    @Test
    void whenItPaysAgainItIsDoneAgain() {
        events.looksUntilNext = Integer.MAX_VALUE;
        Spin spin = new Spin(events::await, 1);
        for (int i = 0; i < 100; i++) {
            spin.await(FOREVER);
        }
        events.looksUntilNext = 1;
        for (int i = 0; i < 200; i++) {
            spin.await(FOREVER);
        }
        int sleeps = events.sleeps;
        for (int i = 0; i < 100; i++) {
            spin.await(FOREVER);
        }
        assertEquals(sleeps, events.sleeps);
    }
}
