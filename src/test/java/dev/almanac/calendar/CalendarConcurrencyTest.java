// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.NOBODY;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Several threads post while the conductor drains, takes and opens slots. The entries of a slot are
 * numbered, the number is the time of the request, so that the conductor can tell an old entry.
 */
@Timeout(60)
class CalendarConcurrencyTest {
    private static final int WITHDRAWAL_EVERY = 7;

    private final Calendar calendar = new Calendar();

    @ParameterizedTest(name = "{0} threads, {1} slots, {2} entries each")
    @CsvSource({"1,1,1000000", "2,2,500000", "3,60,20000", "4,200,2002", "3,5000,60"})
    void losesAndRepeatsNothing(int threads, int slots, int entries) {
        var opened = new AtomicInteger();
        var finished = new AtomicLongArray(slots);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            writers.add(
                    CompletableFuture.runAsync(
                            () -> write(thread, threads, entries, opened, finished),
                            task -> Thread.ofPlatform().daemon().start(task)));
        }
        var all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        long[] taken = conduct(all, opened, finished);
        all.join();
        checkTheEnd(entries, taken);
    }

    /** Writes the entries of every slot that is this thread's, once it is open, in rounds. */
    private void write(
            int thread, int threads, int entries, AtomicInteger opened, AtomicLongArray finished) {
        for (int slot = thread; slot < finished.length(); slot += threads) {
            while (slot >= opened.get()) {
                Thread.onSpinWait();
            }
            writeEntry(slot, 1, finished);
        }
        for (int entry = 2; entry <= entries; entry++) {
            for (int slot = thread; slot < finished.length(); slot += threads) {
                writeEntry(slot, entry, finished);
            }
        }
    }

    private void writeEntry(int slot, int entry, AtomicLongArray finished) {
        if (entry % WITHDRAWAL_EVERY == 0) {
            calendar.withdraw(slot);
        } else {
            calendar.post(slot, entry);
        }
        finished.set(slot, entry);
    }

    /** Returns the request taken last of every slot, 0 for none. */
    private long[] conduct(
            CompletableFuture<Void> writers, AtomicInteger opened, AtomicLongArray finished) {
        long[] taken = new long[finished.length()];
        for (int round = 0; ; round++) {
            boolean quiet = writers.isDone();
            if (opened.get() < taken.length) {
                calendar.open(opened.get());
                opened.incrementAndGet();
            }
            int watched = round % taken.length;
            long atLeast = finished.get(watched);
            calendar.drain();
            checkSeen(watched, atLeast, taken[watched], finished.get(watched) + 1);
            if (quiet && opened.get() == taken.length) {
                return taken;
            }
            int next = calendar.earliest();
            if (next != NOBODY && round % 3 != 0) {
                assertTrue(calendar.time(next) > taken[next], "a request came back");
                taken[next] = calendar.time(next);
                calendar.take(next);
            }
        }
    }

    /** What was finished before the drain, or something newer, is there, was taken or withdrawn. */
    private void checkSeen(int slot, long atLeast, long taken, long atMost) {
        if (calendar.pending(slot)) {
            assertTrue(calendar.time(slot) >= atLeast, "a finished post was not drained");
        } else {
            long withdrawn = atMost - atMost % WITHDRAWAL_EVERY;
            assertTrue(Math.max(taken, withdrawn) >= atLeast, "a finished post was lost");
        }
    }

    private void checkTheEnd(int entries, long[] taken) {
        assertFalse(calendar.drain());
        int pending = 0;
        for (int slot = 0; slot < taken.length; slot++) {
            if (entries % WITHDRAWAL_EVERY == 0) {
                assertFalse(calendar.pending(slot), "the withdrawal was lost");
            } else if (calendar.pending(slot)) {
                assertEquals(entries, calendar.time(slot));
                pending++;
            } else {
                assertEquals(entries, taken[slot], "the last request was lost");
            }
        }
        assertEquals(pending, calendar.size());
    }
}
