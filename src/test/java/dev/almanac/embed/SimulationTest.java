// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Participant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Simulations without a socket: any number of participants in any number of threads. */
@Timeout(60)
class SimulationTest {
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    private static Simulation of(int participants) {
        return Simulation.create().participants(participants).open();
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        Simulation.Builder builder = Simulation.create();
        assertThrows(IllegalArgumentException.class, () -> builder.participants(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxParticipants(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxParticipants(65_535));
        assertThrows(IllegalArgumentException.class, () -> builder.freeRun(-1));
        assertThrows(ArithmeticException.class, () -> builder.timeAtStart(Instant.MAX));
        builder.participants(3).maxParticipants(2);
        assertThrows(IllegalArgumentException.class, builder::open);
    }

    @Test
    void theTimeOfDayIsThatOfTheStartAndWhatHasGoneBy() {
        Instant start = Instant.parse("1999-12-31T23:59:59.999999999Z");
        try (Simulation simulation = Simulation.create().timeAtStart(start).open()) {
            Participant one = simulation.join(1);
            one.runUntil(5);
            assertEquals(946_684_800_000_000_004L, one.timeOfDay());
        }
    }

    @Test
    void participantsOfOneThreadTakeTurns() {
        try (Simulation simulation = of(3)) {
            for (int id = 3; id >= 1; id--) {
                Participant one = simulation.join(id);
                int number = id;
                one.every(10L * id, () -> events.add(number + " at " + one.now()));
                one.at(30, one::close);
            }
            simulation.run();
            assertEquals(30, simulation.now());
            assertThrows(CalendarGoneException.class, () -> simulation.join(4));
        }
        // 2 asked for 20 at the start; for 30 the others had planned to leave first.
        assertEquals("[1 at 10, 2 at 20, 1 at 20, 3 at 30]", events.toString());
    }

    @Test
    void oneOfSeveralMayBeRunAlone() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            other.every(7, () -> events.add("other at " + other.now()));
            one.runUntil(20);
            assertEquals("[other at 7, other at 14]", events.toString());
            assertEquals(20, one.now());
            other.runUntil(21);
            assertEquals(21, other.now());
            one.close();
            other.close();
        }
    }

    /** One may plan something for another of its thread, once it has told its time. */
    @Test
    void oneMayPlanForAnother() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            one.at(
                    10,
                    () -> {
                        one.update();
                        other.after(5, () -> events.add("other at " + other.now()));
                    });
            one.at(12, () -> events.add("one at " + one.now()));
            one.at(18, () -> events.add("one at " + one.now()));
            one.runUntil(20);
        }
        assertEquals("[one at 12, other at 15, one at 18]", events.toString());
    }

    /** They hear it in their threads, and bound its sender, all at once. */
    @Test
    void severalThatHearABroadcastAreAllInTime() {
        int hearers = 3;
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        try (Simulation simulation = of(hearers + 1)) {
            for (int id = 1; id <= hearers; id++) {
                int number = id;
                simulation.join(
                        id,
                        one -> {
                            one.onBroadcast(
                                    time -> {
                                        if (time < 0) {
                                            one.close();
                                        } else {
                                            int place = (int) (time / 10 + number) % hearers;
                                            one.at(
                                                    time + 2L * place + 2,
                                                    () -> times.add(one.now()));
                                        }
                                    });
                            one.run();
                        });
            }
            simulation.join(
                    4,
                    sender -> {
                        for (int time = 10; time <= 20_000; time += 10) {
                            sender.at(time, () -> sender.broadcast(sender.now()));
                            for (int after = 1; after <= 7; after += 2) {
                                sender.at(time + after, () -> times.add(sender.now()));
                            }
                        }
                        sender.run();
                        sender.broadcast(-1);
                    });
            simulation.run();
        }
        for (int i = 0; i < times.size(); i++) {
            assertEquals(10 + i / 7 * 10 + i % 7 + 1, times.get(i));
        }
        assertEquals(2_000 * 7, times.size());
    }

    @Test
    void whoJoinsWhileItRunsIsWaitedForToo() {
        try (Simulation simulation = of(1)) {
            simulation.join(1, one -> beginAnother(simulation, one));
            simulation.run();
            assertEquals("[other at 50]", events.toString());
        }
    }

    private void beginAnother(Simulation simulation, Participant one) {
        CountDownLatch joined = new CountDownLatch(1);
        simulation.join(
                2,
                other -> {
                    joined.countDown();
                    other.runUntil(10);
                    LockSupport.parkNanos(50_000_000); // the first has long ended
                    other.runUntil(50);
                    events.add("other at " + other.now());
                });
        try {
            joined.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        one.runUntil(5);
    }

    @Test
    void whoIsMadeToJoinByAnActionIsRunToo() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            one.at(
                    10,
                    () -> {
                        Participant other = simulation.join(2);
                        other.at(50, () -> events.add("other at " + other.now()));
                    });
            simulation.join(3, three -> three.runUntil(100));
            simulation.run();
        }
        assertEquals("[other at 50]", events.toString());
    }

    /** As from shared memory, which the reference reads before its turns only. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000})
    void whoStartsMayWakeSomebodyBeforeWhatWasAskedForIsSeen(long freeRun) {
        try (Simulation simulation = Simulation.create().participants(3).freeRun(freeRun).open()) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            one.onBroadcast(
                    bits -> {
                        one.onBroadcast(null);
                        one.at(20, () -> events.add("one"));
                    });
            other.at(
                    10,
                    () -> {
                        Participant third = simulation.join(3);
                        third.at(0, () -> third.broadcast(1));
                        third.at(1, third::close);
                    });
            other.at(20, () -> events.add("other"));
            simulation.join(4).at(12, () -> {}); // lets the newcomer in
            other.runUntil(25);
        }
        assertEquals(freeRun == 0 ? "[one, other]" : "[other, one]", events.toString());
    }

    /** Otherwise it would be asked to use the floor for ever. */
    @Test
    void whoLeavesOnHearingABroadcastHasNotTheFloor() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            one.onBroadcast(bits -> one.close());
            other.at(20, () -> events.add("other at " + other.now()));
            one.runUntil(10);
            other.broadcast(1);
            assertTrue(one.isClosed());
            other.runUntil(30);
        }
        assertEquals("[other at 20]", events.toString());
    }

    /** As in shared memory: nothing tells who of them asked first. */
    @Test
    void whoStartedEarlierComesFirstAtTheSameTime() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            one.at(10, one::update);
            one.at(10, () -> other.at(20, () -> events.add("other")));
            one.at(20, () -> events.add("one"));
            one.runUntil(30);
        }
        assertEquals("[one, other]", events.toString());
    }

    /** It gets the place of one that has left, but not its turn. */
    @Test
    void whoJoinedLateComesLate() {
        try (Simulation simulation = Simulation.create().participants(3).freeRun(1).open()) {
            Participant first = simulation.join(1);
            Participant sender = simulation.join(2);
            Participant hearer = simulation.join(3);
            first.at(1, first::close);
            hearer.onBroadcast(bits -> hearer.after(5, () -> events.add("3")));
            sender.runUntil(10);
            Participant late = simulation.join(4);
            late.onBroadcast(bits -> late.after(5, () -> events.add("4")));
            sender.at(
                    20,
                    () -> {
                        sender.broadcast(0);
                        sender.after(5, () -> events.add("2"));
                    });
            sender.runUntil(30);
        }
        assertEquals("[3, 4, 2]", events.toString());
    }

    @Test
    void anActionCannotRunAnotherParticipant() {
        try (Simulation simulation = of(2)) {
            Participant one = simulation.join(1);
            Participant other = simulation.join(2);
            one.at(5, () -> assertThrows(IllegalStateException.class, () -> other.runFor(5)));
            one.runUntil(10);
        }
    }

    @Test
    void theFailureOfOneEndsIt() {
        try (Simulation simulation = of(3)) {
            simulation.join(
                    1,
                    one -> {
                        one.runUntil(100);
                        throw new UnsupportedOperationException("no");
                    });
            simulation.join(2, Participant::run);
            Participant here = simulation.join(3);
            here.every(30, () -> events.add("tick"));
            CompletionException e = assertThrows(CompletionException.class, simulation::run);
            assertInstanceOf(UnsupportedOperationException.class, e.getCause());
            assertTrue(e.toString().contains(" participant 1 failed: "), e::toString);
        }
        assertEquals("[tick, tick, tick]", events.toString());
    }

    @Test
    void whenNothingCanHappenTheListenersAreTold() {
        try (Simulation simulation = of(2)) {
            Participant listener = simulation.join(1);
            listener.onBroadcast(bits -> events.add("heard " + bits));
            simulation.join(2, other -> other.at(40, () -> other.broadcast(9)).isPlanned());
            CalendarGoneException e = assertThrows(CalendarGoneException.class, listener::run);
            assertTrue(e.toString().contains("no participant has anything planned"), e::toString);
        }
    }

    @Test
    void closingEndsThoseWhoWait() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        try (Simulation simulation = of(1)) {
            simulation.join(
                    1,
                    one -> {
                        one.every(1_000_000, running::countDown);
                        try {
                            one.run();
                        } catch (CalendarGoneException | CalendarInterruptedException e) {
                            events.add("ended");
                        }
                    });
            running.await();
        }
        assertEquals("[ended]", events.toString());
    }

    @Test
    void waitingForTheOthersCanBeInterrupted() {
        try (Simulation simulation = of(2)) {
            simulation.join(1, Participant::run);
            Thread.currentThread().interrupt();
            assertThrows(CalendarInterruptedException.class, simulation::run);
            assertTrue(Thread.interrupted());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40})
    void theThreadsMakeNoDifference(int participants) {
        List<String> here = history(participants, participants, 7);
        assertEquals(here, history(participants, 0, 7));
        assertEquals(here, history(participants, participants / 2, 7));
        assertNotEquals(here, history(participants, participants, 8));
    }

    /** What random participants do, so many of them in this thread, the others in their own. */
    private List<String> history(int participants, int here, long seed) {
        events.clear();
        try (Simulation simulation = of(participants)) {
            for (int id = 1; id <= participants; id++) {
                RandomLife life = new RandomLife(id, seed);
                if (id <= here) {
                    life.begin(simulation.join(id));
                } else {
                    simulation.join(
                            id,
                            one -> {
                                life.begin(one);
                                one.run();
                            });
                }
            }
            simulation.run();
            events.add("digest " + simulation.digest());
        }
        return List.copyOf(events);
    }

    /** Plans this and that, often for the same times as others do. */
    private final class RandomLife {
        private final int number;
        private final RandomGenerator random;
        private int left = 100;

        RandomLife(int number, long seed) {
            this.number = number;
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000 + number);
        }

        void begin(Participant one) {
            one.onBroadcast(bits -> hear(one, bits));
            one.after(random.nextInt(5), () -> step(one));
        }

        /** Whoever hears a broadcast does so while others do, so only its turns are compared. */
        private void hear(Participant one, long bits) {
            long time = one.now();
            if (bits % 2 == number % 2) {
                one.after(
                        bits % 8,
                        () ->
                                events.add(
                                        number
                                                + " heard "
                                                + bits
                                                + " at "
                                                + time
                                                + ", answers at "
                                                + one.now()));
            }
        }

        private void step(Participant one) {
            events.add(number + " at " + one.now());
            switch (random.nextInt(8)) {
                case 0 -> one.update();
                case 1 -> one.broadcast(random.nextInt(100));
                case 2 -> one.after(random.nextInt(50), () -> events.add(number + " later"));
                default -> {}
            }
            if (--left > 0) {
                one.after(random.nextInt(8), () -> step(one));
            } else {
                one.onBroadcast(null);
            }
        }
    }
}
