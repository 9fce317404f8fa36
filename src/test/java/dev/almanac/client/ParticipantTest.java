// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.server.CalendarServer;
import dev.almanac.server.ServerOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Java programs as participants of a calendar, with messages and with shared memory. */
@Timeout(60)
class ParticipantTest {
    private static final long PATIENCE = 20;
    private static final long TIME_AT_START = 1_000_000_000_000L;

    @TempDir private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String path = "";

    @BeforeEach
    void choosePath() {
        path = directory.resolve("s").toString();
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(PATIENCE, TimeUnit.SECONDS), "somebody hangs");
    }

    /** A calendar in a thread; its result is whether participants broke rules or hung. */
    private Future<CalendarServer> calendar(int clients, boolean shareMemory) throws Exception {
        CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
        Future<CalendarServer> ended =
                threads.submit(
                        () -> {
                            PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
                            ServerOptions options =
                                    ServerOptions.at(path)
                                            .clients(clients)
                                            .shareMemory(shareMemory)
                                            .timeAtStart(TIME_AT_START)
                                            .debugLevel(-1)
                                            .strict(true)
                                            .build();
                            try (CalendarServer server =
                                    CalendarServer.open(options, nowhere, nowhere)) {
                                opened.complete(server);
                                assertEquals("CLEAN", server.run().name());
                                return server;
                            }
                        });
        opened.get(PATIENCE, TimeUnit.SECONDS);
        return ended;
    }

    private Future<?> participant(int id, Consumer<Participant> life) {
        return threads.submit(
                () -> {
                    try (Participant participant = Participant.start(path, id, true, bits -> {})) {
                        life.accept(participant);
                    }
                });
    }

    private static void await(List<? extends Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void turnsComeInTheOrderOfTheirTimes(boolean shareMemory) throws Exception {
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        List<Future<?>> all = new ArrayList<>();
        all.add(calendar(4, shareMemory));
        for (int id = 1; id <= 4; id++) {
            int step = 3 + 2 * id;
            all.add(
                    participant(
                            id,
                            one -> {
                                assertEquals(shareMemory, one.sharesTime());
                                assertEquals(0, one.now());
                                for (int i = 1; i <= 200; i++) {
                                    one.sleep(step);
                                    assertEquals((long) i * step, one.now());
                                    one.update();
                                    times.add(one.now());
                                }
                            }));
        }
        await(all);
        assertEquals(800, times.size());
        assertEquals(times.stream().sorted().toList(), List.copyOf(times));
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void itIsToldTheTimeOfDay(boolean shareMemory) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        all.add(calendar(1, shareMemory));
        all.add(
                participant(
                        1,
                        one -> {
                            assertEquals(TIME_AT_START, one.timeOfDay());
                            one.sleepUntil(5_000_000_000L);
                            assertEquals(TIME_AT_START + 5_000_000_000L, one.timeOfDay());
                            one.sleep(10);
                            one.update();
                            assertEquals(TIME_AT_START + 5_000_000_010L, one.timeOfDay());
                        }));
        await(all);
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void aLateOnesClockBeginsAtZero(boolean shareMemory) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        CountDownLatch lateCanCome = new CountDownLatch(1);
        CountDownLatch lateIsThere = new CountDownLatch(1);
        all.add(calendar(1, shareMemory));
        all.add(
                participant(
                        1,
                        one -> {
                            one.sleepUntil(1_000_000_000);
                            lateCanCome.countDown();
                            for (int i = 0; lateIsThere.getCount() > 0; i++) {
                                one.sleep(2_000_000_000); // gives the floor back
                            }
                        }));
        lateCanCome.await();
        all.add(
                participant(
                        2,
                        late -> {
                            lateIsThere.countDown();
                            assertEquals(0, late.now());
                            long before = late.timeOfDay();
                            late.sleepUntil(7);
                            assertEquals(7, late.now());
                            late.update();
                            assertEquals(before + 7, late.timeOfDay());
                        }));
        await(all);
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void everybodyElseHearsABroadcast(boolean shareMemory) throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        List<Future<?>> all = new ArrayList<>();
        all.add(calendar(3, shareMemory));
        for (int id = 1; id <= 3; id++) {
            int number = id;
            all.add(
                    threads.submit(
                            () -> {
                                try (Participant one =
                                        Participant.start(
                                                path,
                                                number,
                                                true,
                                                bits -> heard.add(number + " heard " + bits))) {
                                    one.sleepUntil(10L * number);
                                    one.broadcast(100 + number);
                                    heard.add(number + " goes on");
                                    one.sleepUntil(1_000);
                                }
                            }));
        }
        await(all);
        List<String> lines = List.copyOf(heard);
        assertEquals(9, lines.size());
        for (int number = 1; number <= 3; number++) {
            int from = (number - 1) * 3;
            assertEquals(number + " goes on", lines.get(from + 2));
            for (String line : lines.subList(from, from + 2)) {
                assertTrue(line.matches("[123] heard 10" + number), line);
                assertFalse(line.startsWith(number + " "), line);
            }
        }
    }

    @Test
    void someMayShareTimeAndOthersNot() throws Exception {
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        List<Future<?>> all = new ArrayList<>();
        all.add(calendar(4, true));
        for (int id = 1; id <= 4; id++) {
            int number = id;
            all.add(
                    threads.submit(
                            () -> {
                                try (Participant one =
                                        Participant.start(path, number, number % 2 == 0, x -> {})) {
                                    assertEquals(number % 2 == 0, one.sharesTime());
                                    for (int i = 1; i <= 300; i++) {
                                        one.sleep(2 + number);
                                        one.update();
                                        times.add(one.now());
                                    }
                                }
                            }));
        }
        await(all);
        assertEquals(1_200, times.size());
        assertEquals(times.stream().sorted().toList(), List.copyOf(times));
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void itCannotSleepUntilYesterday(boolean shareMemory) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        all.add(calendar(1, shareMemory));
        all.add(
                participant(
                        1,
                        one -> {
                            one.sleepUntil(10);
                            assertThrows(IllegalArgumentException.class, () -> one.sleepUntil(9));
                            one.sleepUntil(10);
                            assertEquals(10, one.now());
                        }));
        await(all);
    }

    @Test
    void withoutACalendarItDoesNotStart() {
        CalendarException e =
                assertThrows(
                        CalendarException.class,
                        () -> Participant.start(path, 1, true, bits -> {}));
        assertEquals(
                "no calendar at " + path + ": no such file or directory; is it running?",
                e.getMessage());
    }

    /** In each state that it can be in when the calendar goes: nobody hangs. */
    @ParameterizedTest
    @ValueSource(strings = {"starting", "sleeping", "running", "broadcasting"})
    void theCalendarGoes(String state) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        ServerOptions.Builder options = ServerOptions.at(path).debugLevel(-1);
        CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
        Future<?> calendar =
                threads.submit(
                        () -> {
                            int clients = state.equals("starting") ? 3 : 2;
                            try (CalendarServer server =
                                    CalendarServer.open(
                                            options.clients(clients).build(), nowhere, nowhere)) {
                                opened.complete(server);
                                return server.run();
                            }
                        });
        CalendarServer server = opened.get(PATIENCE, TimeUnit.SECONDS);
        CountDownLatch stopped = new CountDownLatch(1);
        Future<?> one =
                participant(
                        1,
                        participant -> {
                            participant.sleepUntil(state.equals("sleeping") ? 10_000 : 5);
                            there.countDown();
                            awaitQuietly(stopped);
                            if (state.equals("broadcasting")) {
                                participant.broadcast(7);
                            }
                            participant.sleepUntil(20_000_000_000L);
                        });
        Future<?> other =
                participant(
                        2,
                        participant -> {
                            participant.sleepUntil(100);
                            there.countDown();
                            awaitQuietly(stopped);
                            participant.sleepUntil(30_000_000_000L);
                        });
        if (!state.equals("starting")) {
            assertTrue(there.await(PATIENCE, TimeUnit.SECONDS));
        }
        assertTrue(server.stop(TimeUnit.SECONDS.toMillis(PATIENCE)));
        stopped.countDown();
        calendar.get(PATIENCE, TimeUnit.SECONDS);
        for (Future<?> future : List.of(one, other)) {
            Exception e =
                    assertThrows(Exception.class, () -> future.get(PATIENCE, TimeUnit.SECONDS));
            assertTrue(
                    String.valueOf(e.getMessage()).contains(CalendarException.class.getName()),
                    e::toString);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
