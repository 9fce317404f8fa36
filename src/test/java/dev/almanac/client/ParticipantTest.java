// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Java programs as participants of a calendar, in every way in which they can take part. */
@Timeout(60)
class ParticipantTest {
    @TempDir private Path directory;

    /** What happened, by all participants; one runs at a time, so there is an order. */
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    /** Simulates one participant. */
    private void alone(Way way, Consumer<Participant> life) throws Exception {
        try (Company company = new Company(way, directory, 1)) {
            company.participant(1, life);
            company.awaitEnd();
        }
    }

    private void assertHappened(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", events));
    }

    private Runnable note(Participant at, String what) {
        return () -> events.add(what + " at " + at.now());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPlannedHappensInOrder(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.at(30, note(one, "last"));
                    one.at(10, note(one, "first"));
                    one.after(20, note(one, "second"));
                    one.at(20, note(one, "third"));
                    one.at(20, () -> one.after(0, note(one, "fourth")));
                    one.run();
                    note(one, "run is over").run();
                });
        assertHappened(
                "first at 10",
                "second at 20",
                "third at 20",
                "fourth at 20",
                "last at 30",
                "run is over at 30");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPlannedCanBeChanged(Way way) throws Exception {
        alone(
                way,
                one -> {
                    Appointment tick = one.every(10, note(one, "tick"));
                    Appointment never = one.at(25, note(one, "never"));
                    Appointment moved = one.at(7, note(one, "moved"));
                    assertTrue(moved.isPlanned());
                    moved.moveTo(15);
                    one.at(22, never::cancel);
                    one.at(35, tick::cancel);
                    one.at(36, () -> moved.moveTo(40));
                    one.run();
                    assertFalse(moved.isPlanned());
                    moved.cancel();
                });
        assertHappened("tick at 10", "moved at 15", "tick at 20", "tick at 30", "moved at 40");
    }

    @ParameterizedTest
    @EnumSource
    void manyThingsCanBePlanned(Way way) throws Exception {
        List<Long> times = new ArrayList<>();
        alone(
                way,
                one -> {
                    for (int i = 0; i < 5_000; i++) {
                        one.at(i * 7_919L % 5_000, () -> times.add(one.now()));
                    }
                    one.run();
                });
        assertEquals(5_000, times.size());
        assertEquals(times.stream().sorted().toList(), times);
    }

    @ParameterizedTest
    @EnumSource
    void itRunsUntilATime(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.every(10, note(one, "tick"));
                    one.runUntil(25);
                    note(one, "here").run();
                    one.runFor(5);
                    one.at(30, note(one, "later"));
                    note(one, "there").run();
                    one.runUntil(30);
                });
        assertHappened(
                "tick at 10",
                "tick at 20",
                "here at 25",
                "tick at 30",
                "there at 30",
                "later at 30");
    }

    @ParameterizedTest
    @EnumSource
    void turnsComeInTheOrderOfTheirTimes(Way way) throws Exception {
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        try (Company company = new Company(way, directory, 4)) {
            for (int id = 1; id <= 4; id++) {
                int step = 3 + 2 * id;
                company.participant(
                        id,
                        one -> {
                            assertEquals(0, one.now());
                            for (int i = 1; i <= 200; i++) {
                                one.runFor(step);
                                assertEquals((long) i * step, one.now());
                                one.update();
                                times.add(one.now());
                            }
                            assertEquals(company.sharesTime(), one.sharesTime());
                        });
            }
            company.awaitEnd();
        }
        assertEquals(800, times.size());
        assertEquals(times.stream().sorted().toList(), List.copyOf(times));
    }

    @ParameterizedTest
    @EnumSource
    void itIsToldTheTimeOfDay(Way way) throws Exception {
        alone(
                way,
                one -> {
                    assertEquals(Company.TIME_AT_START, one.timeOfDay());
                    one.runUntil(5_000_000_000L);
                    assertEquals(Company.TIME_AT_START + 5_000_000_000L, one.timeOfDay());
                    one.runFor(10);
                    assertEquals(Company.TIME_AT_START + 5_000_000_010L, one.timeOfDay());
                });
    }

    @ParameterizedTest
    @EnumSource
    void aLateOnesClockBeginsAtZero(Way way) throws Exception {
        CountDownLatch lateCanCome = new CountDownLatch(1);
        CountDownLatch lateIsThere = new CountDownLatch(1);
        try (Company company = new Company(way, directory, 1)) {
            company.participant(
                    1,
                    one -> {
                        one.runUntil(1_000_000_000);
                        lateCanCome.countDown();
                        while (lateIsThere.getCount() > 0) {
                            one.runFor(2_000_000_000); // gives the floor back
                        }
                    });
            lateCanCome.await();
            company.participant(
                    2,
                    late -> {
                        long before = late.timeOfDay();
                        lateIsThere.countDown();
                        assertEquals(0, late.now());
                        late.runUntil(7);
                        assertEquals(7, late.now());
                        assertEquals(before + 7, late.timeOfDay());
                        late.after(3, note(late, "late"));
                        late.run();
                    });
            company.awaitEnd();
        }
        assertHappened("late at 10");
    }

    @ParameterizedTest
    @EnumSource
    void everybodyElseHearsABroadcast(Way way) throws Exception {
        try (Company company = new Company(way, directory, 3)) {
            for (int id = 1; id <= 3; id++) {
                int number = id;
                company.participant(
                        id,
                        one -> {
                            one.onBroadcast(bits -> events.add(number + " heard " + bits));
                            one.runUntil(10L * number);
                            one.broadcast(100 + number);
                            events.add(number + " goes on");
                            one.runUntil(1_000);
                        });
            }
            company.awaitEnd();
        }
        List<String> lines = List.copyOf(events);
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

    /** The listener's plan comes before the one that the sender had at a later time. */
    @ParameterizedTest
    @EnumSource
    void whoHearsABroadcastCanPlanForNow(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            company.participant(
                    1,
                    one -> {
                        one.at(
                                50,
                                () -> {
                                    one.broadcast(3);
                                    note(one, "sent").run();
                                });
                        one.at(54, note(one, "sender"));
                        one.at(57, note(one, "sender"));
                        one.run();
                    });
            company.participant(
                    2,
                    other -> {
                        other.onBroadcast(
                                bits -> {
                                    note(other, "heard " + bits).run();
                                    other.after(bits, note(other, "answer"));
                                    other.after(5, note(other, "answer"));
                                    other.onBroadcast(null);
                                });
                        other.at(1_000, () -> {}).cancel();
                        other.run();
                    });
            company.awaitEnd();
        }
        assertHappened(
                "heard 3 at 50",
                "sent at 50",
                "answer at 53",
                "sender at 54",
                "answer at 55",
                "sender at 57");
    }

    @ParameterizedTest
    @EnumSource
    void broadcastsMayCross(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            company.participant(
                    1,
                    one -> {
                        one.onBroadcast(
                                bits -> {
                                    events.add("1 heard " + bits);
                                    assertThrows(
                                            IllegalStateException.class, () -> one.broadcast(8));
                                });
                        one.at(5, () -> one.broadcast(6));
                        one.runUntil(10);
                    });
            company.participant(
                    2,
                    other -> {
                        other.onBroadcast(
                                bits -> {
                                    other.broadcast(7);
                                    events.add("2 heard " + bits);
                                });
                        other.runUntil(10);
                    });
            company.awaitEnd();
        }
        assertHappened("1 heard 7", "2 heard 6");
    }

    @ParameterizedTest
    @EnumSource
    void itCannotPlanForYesterday(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.runUntil(10);
                    assertEquals(
                            "cannot plan anything for 9 ns, it is 10 ns already; the earliest is"
                                    + " now()",
                            assertThrows(TimeGoesBackException.class, () -> one.runUntil(9))
                                    .getMessage());
                    assertThrows(TimeGoesBackException.class, () -> one.at(9, () -> {}));
                    assertThrows(TimeGoesBackException.class, () -> one.after(-1, () -> {}));
                    assertThrows(IllegalArgumentException.class, () -> one.every(0, () -> {}));
                    one.runUntil(10);
                    assertEquals(10, one.now());
                });
    }

    @ParameterizedTest
    @EnumSource
    void anActionCannotWaitForATime(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.at(5, () -> assertThrows(IllegalStateException.class, () -> one.runFor(1)));
                    one.at(6, () -> assertThrows(IllegalStateException.class, one::run));
                    one.run();
                    assertEquals(6, one.now());
                });
    }

    @ParameterizedTest
    @EnumSource
    void itBelongsToItsThread(Way way) throws Exception {
        try (Company company = new Company(way, directory, 1)) {
            try (Participant here = company.connect(1)) {
                Thread other =
                        new Thread(
                                () -> {
                                    assertThrows(WrongThreadException.class, here::now);
                                    assertThrows(WrongThreadException.class, here::run);
                                    assertThrows(
                                            WrongThreadException.class,
                                            () -> here.after(1, here::close));
                                    events.add("checked");
                                });
                other.start();
                other.join();
                here.runUntil(5);
            }
            company.awaitEnd();
        }
        assertHappened("checked");
    }

    @ParameterizedTest
    @EnumSource
    void anActionMayLeave(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.every(10, note(one, "tick"));
                    one.at(25, one::close);
                    one.run();
                    assertThrows(IllegalStateException.class, one::now);
                    assertThrows(IllegalStateException.class, () -> one.after(1, () -> {}));
                });
        assertHappened("tick at 10", "tick at 20");
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatFailsLeavesNothingInThePlan(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.at(
                            10,
                            () -> {
                                throw new IllegalArgumentException("on purpose");
                            });
                    assertThrows(IllegalArgumentException.class, () -> one.runUntil(1_000));
                    one.at(20, note(one, "last"));
                    one.run();
                    note(one, "run is over").run();
                });
        assertHappened("last at 20", "run is over at 20");
    }

    @ParameterizedTest
    @EnumSource
    void whatAnActionThrowsComesOutOfRun(Way way) throws Exception {
        alone(
                way,
                one -> {
                    one.at(
                            5,
                            () -> {
                                throw new UnsupportedOperationException("no");
                            });
                    one.at(6, note(one, "goes on"));
                    assertThrows(UnsupportedOperationException.class, one::run);
                    one.run();
                });
        assertHappened("goes on at 6");
    }
}
