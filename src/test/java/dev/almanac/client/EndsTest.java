// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** No participant waits in vain: each wait ends when the calendar, or whoever waits, is to end. */
@Timeout(60)
class EndsTest {
    private static final long PATIENCE = 20;

    @TempDir private Path directory;

    @Test
    void withoutACalendarThereIsNoConnection() {
        String path = directory.resolve("s").toString();
        CalendarGoneException e =
                assertThrows(CalendarGoneException.class, () -> Participant.connect(path, 1));
        assertEquals(
                "no calendar at " + path + ": no such file or directory; is it running?",
                e.getMessage());
    }

    /** In each state that it can be in when the calendar goes. */
    @ParameterizedTest
    @CsvSource({
        "MESSAGES, starting",
        "MESSAGES, sleeping",
        "MESSAGES, running",
        "MESSAGES, broadcasting",
        "SHARED_MEMORY, starting",
        "SHARED_MEMORY, sleeping",
        "SHARED_MEMORY, running",
        "SHARED_MEMORY, broadcasting",
        "IN_PROCESS, starting",
        "IN_PROCESS, sleeping",
        "IN_PROCESS, running",
        "IN_PROCESS, broadcasting",
        "BESIDE_A_SOCKET, starting",
        "BESIDE_A_SOCKET, sleeping",
        "BESIDE_A_SOCKET, running",
        "BESIDE_A_SOCKET, broadcasting",
        "MIXED, starting",
        "MIXED, sleeping",
        "MIXED, running",
        "MIXED, broadcasting"
    })
    void theCalendarGoes(Way way, String state) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Company company = new Company(way, directory, state.equals("starting") ? 3 : 2)) {
            Future<?> one =
                    company.begin(
                            1,
                            participant -> {
                                participant.runUntil(state.equals("sleeping") ? 10_000 : 5);
                                there.countDown();
                                awaitQuietly(stopped);
                                if (state.equals("broadcasting")) {
                                    participant.broadcast(7);
                                }
                                participant.runUntil(20_000_000_000L);
                            });
            Future<?> other =
                    company.begin(
                            2,
                            participant -> {
                                participant.runUntil(100);
                                there.countDown();
                                awaitQuietly(stopped);
                                participant.runUntil(30_000_000_000L);
                            });
            if (!state.equals("starting")) {
                awaitQuietly(there);
            }
            company.stop();
            stopped.countDown();
            assertEndsWith(CalendarGoneException.class, one);
            assertEndsWith(CalendarGoneException.class, other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingCanBeInterruptedAndGoneOnWith(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            CountDownLatch interrupted = new CountDownLatch(1);
            company.participant(
                    1,
                    one -> {
                        thread.complete(Thread.currentThread());
                        assertThrows(CalendarInterruptedException.class, () -> one.runUntil(100));
                        assertTrue(Thread.interrupted());
                        interrupted.countDown();
                        one.runUntil(110);
                        assertEquals(110, one.now());
                    });
            thread.get(PATIENCE, TimeUnit.SECONDS).interrupt();
            awaitQuietly(interrupted); // while it waited for the other one to come
            company.participant(2, other -> other.runUntil(50));
            company.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadCanCloseIt(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            CompletableFuture<Participant> connected = new CompletableFuture<>();
            Future<?> life =
                    company.begin(
                            1,
                            one -> {
                                connected.complete(one);
                                one.run();
                                one.runUntil(100);
                            });
            connected.get(PATIENCE, TimeUnit.SECONDS).close();
            assertEndsWith(CalendarGoneException.class, life);
        }
    }

    /** One that listens has something to do until the calendar finds that nothing can happen. */
    @ParameterizedTest
    @EnumSource
    void whoListensIsToldTheEnd(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            Future<?> listener =
                    company.begin(
                            1,
                            one -> {
                                one.onBroadcast(bits -> {});
                                one.run();
                            });
            company.participant(2, other -> other.runUntil(70));
            assertEndsWith(CalendarGoneException.class, listener);
        }
    }

    /** It went on by itself, without a word, since it was given the floor. */
    @ParameterizedTest
    @EnumSource
    void whoLeavesTellsItsTime(Way way) throws Exception {
        try (Company company = new Company(way, directory, 1)) {
            company.participant(
                    1,
                    one -> {
                        one.runUntil(600_000_000);
                        one.runUntil(900_000_000);
                    });
            company.awaitEnd();
            assertEquals(900_000_000, company.now());
        }
    }

    private static void assertEndsWith(Class<? extends Exception> expected, Future<?> life) {
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> life.get(PATIENCE, TimeUnit.SECONDS));
        assertInstanceOf(expected, e.getCause());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
