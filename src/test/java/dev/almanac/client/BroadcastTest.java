// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Each broadcast is heard by everybody else, once, in order, and before time goes on. */
@Timeout(60)
class BroadcastTest {
    private static final int ROUNDS = 30;
    private static final long END = -1;

    @TempDir private Path directory;

    private final List<Long> heard = Collections.synchronizedList(new ArrayList<>());

    /** Sends the rounds' numbers, each at ten times that, and then that it ends. */
    private static void sendRounds(Participant sender) {
        planRounds(sender);
        sender.run();
        sender.broadcast(END);
    }

    private static void planRounds(Participant sender) {
        for (long round = 1; round <= ROUNDS; round++) {
            long number = round;
            sender.at(10 * round, () -> sender.broadcast(number));
        }
    }

    private static List<Long> rounds() {
        return LongStream.rangeClosed(1, ROUNDS).boxed().toList();
    }

    /** By messages one asks for the time first, and another broadcast may come before that. */
    @ParameterizedTest
    @EnumSource
    void theFirstIsHeardBeforeTheOneThatItCauses(Way way) throws Exception {
        try (Company company = new Company(way, directory, 3)) {
            company.participant(1, BroadcastTest::sendRounds);
            company.participant(2, BroadcastTest::answer);
            company.participant(3, this::listen);
            company.awaitEnd();
        }
        assertEquals(
                rounds().stream().flatMap(n -> List.of(n, n + 1_000).stream()).toList(), heard);
    }

    private static void answer(Participant echo) {
        echo.onBroadcast(
                number -> {
                    if (number == END) {
                        echo.close();
                    } else {
                        echo.broadcast(number + 1_000);
                    }
                });
        echo.run();
    }

    private void listen(Participant listener) {
        listener.onBroadcast(
                number -> {
                    if (number == END) {
                        listener.close();
                    } else {
                        heard.add(number);
                    }
                });
        listener.run();
    }

    @ParameterizedTest
    @EnumSource
    void whoseListenerFailsHasHeardIt(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            company.participant(1, BroadcastTest::sendRounds);
            company.participant(2, this::failAtTheFirst);
            company.awaitEnd();
        }
        assertEquals(rounds().subList(1, ROUNDS), heard);
    }

    private void failAtTheFirst(Participant listener) {
        listener.onBroadcast(
                number -> {
                    throw new IllegalArgumentException("what is " + number);
                });
        assertThrows(IllegalArgumentException.class, listener::run);
        listen(listener);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsInterruptedHearsItLater(Way way) throws Exception {
        CompletableFuture<Thread> other = new CompletableFuture<>();
        try (Company company = new Company(way, directory, 2)) {
            company.participant(
                    1,
                    sender -> {
                        sender.every(10, () -> other.join().interrupt());
                        sender.at(10 * ROUNDS + 5, sender::close);
                        planRounds(sender);
                        sender.run();
                    });
            company.participant(2, listener -> listenThoughInterrupted(listener, other));
            company.awaitEnd();
        }
        assertEquals(rounds(), heard);
    }

    private void listenThoughInterrupted(Participant listener, CompletableFuture<Thread> self) {
        self.complete(Thread.currentThread());
        listener.onBroadcast(heard::add);
        while (heard.size() < ROUNDS) {
            try {
                listener.runFor(10);
            } catch (CalendarInterruptedException e) {
                Thread.interrupted(); // and on
            }
        }
        Thread.interrupted();
    }

    /**
     * It leaves on hearing another one, and the third goes on only when the second has heard it.
     */
    @ParameterizedTest
    @EnumSource
    void itIsHeardAlsoWhenItsSenderHasLeft(Way way) throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        try (Company company = new Company(way, directory, 3)) {
            company.participant(
                    1,
                    one -> {
                        one.onBroadcast(bits -> one.close());
                        one.at(10, () -> one.broadcast(1));
                        one.run();
                    });
            company.participant(
                    2,
                    two -> {
                        two.onBroadcast(
                                bits -> {
                                    two.broadcast(2);
                                    two.after(5, () -> events.add("two at " + two.now()));
                                    two.onBroadcast(null);
                                });
                        two.run();
                    });
            company.participant(
                    3,
                    three -> {
                        three.every(2, () -> events.add("three at " + three.now()));
                        three.runUntil(18);
                    });
            company.awaitEnd();
        }
        assertEquals("[three at 14, two at 15, three at 16]", events.subList(6, 9).toString());
    }

    /** However long it takes: it has the floor, so the others cannot all have left. */
    @ParameterizedTest
    @EnumSource
    void whoseListenerFailsCanGoOn(Way way) throws Exception {
        List<Long> times = new ArrayList<>();
        try (Company company = new Company(way, directory, 2)) {
            company.participant(
                    1,
                    one -> {
                        one.at(10, () -> one.broadcast(1));
                        one.runUntil(20);
                    });
            company.participant(
                    2,
                    two -> {
                        two.onBroadcast(
                                bits -> {
                                    throw new IllegalArgumentException("on purpose");
                                });
                        assertThrows(IllegalArgumentException.class, two::run);
                        LockSupport.parkNanos(50_000_000);
                        two.runUntil(30);
                        times.add(two.now());
                    });
            company.awaitEnd();
        }
        assertEquals(List.of(30L), times);
    }

    /** Else what it does next would happen beside what others do. */
    @ParameterizedTest
    @EnumSource
    void whoStopsListeningGoesOnWithTheFloor(Way way) throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        try (Company company = new Company(way, directory, 2)) {
            company.participant(
                    1,
                    one -> {
                        one.every(2, () -> events.add("one at " + one.now()));
                        one.at(10, () -> one.broadcast(1));
                        one.runUntil(18);
                    });
            company.participant(
                    2,
                    two -> {
                        two.onBroadcast(bits -> two.onBroadcast(null));
                        two.run();
                        events.add("two goes on at " + two.now());
                        two.runFor(5);
                        events.add("two at " + two.now());
                    });
            company.awaitEnd();
        }
        assertEquals(
                "[one at 10, two goes on at 10, one at 12, one at 14, two at 15, one at 16]",
                events.subList(4, 10).toString());
    }

    /** By messages the second asks for the time at each of them, and has one of its own open. */
    @ParameterizedTest
    @EnumSource
    void manyMayBeHeardBeforeTheOwnOneIsAnswered(Way way) throws Exception {
        try (Company company = new Company(way, directory, 3)) {
            company.participant(
                    1,
                    one -> {
                        one.at(10, () -> one.broadcast(0));
                        one.run();
                        one.broadcast(END);
                    });
            company.participant(2, two -> hearAll(two, 0, () -> two.broadcast(1)));
            company.participant(
                    3,
                    three ->
                            hearAll(
                                    three,
                                    1,
                                    () -> LongStream.range(2, 102).forEach(three::broadcast)));
            company.awaitEnd();
        }
        heard.removeIf(number -> number < 2); // which of the others hears those is not the matter
        assertEquals(LongStream.range(2, 102).boxed().toList(), heard);
    }

    /** Hears until the end, and does something at one of them. */
    private void hearAll(Participant listener, long trigger, Runnable action) {
        listener.onBroadcast(
                number -> {
                    if (number == END) {
                        listener.close();
                        return;
                    }
                    heard.add(number);
                    if (number == trigger) {
                        action.run();
                    }
                });
        listener.run();
    }
}
