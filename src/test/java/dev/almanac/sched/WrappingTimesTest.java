// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times at the ends of what 64 bits hold, signed and unsigned. */
class WrappingTimesTest {
    private static final long FAR = 1L << 62;

    /** Everything is as at the beginning, but for the numbers. Here b is one that joined late. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 62, Long.MAX_VALUE - 20, Long.MIN_VALUE, -20, -5, 3})
    void everywhereAlike(long base) {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(0).getFirst();
        simulation.goTo(base);
        a.requests(base + 10);
        Puppet b = simulation.join("b", 15);
        a.requests(base + 20);
        a.updates(base + 15);
        a.waits();
        simulation.assertSaid(
                "a ACK REQUEST", "a ACK UPDATE", "a ACK WAIT", "b FREE_UNTIL 20", "b RUN 15");
        b.gets();
        b.requests(30);
        a.gets();
        b.waits();
        simulation.assertSaid(
                "b ACK GET 15",
                "b ACK REQUEST",
                "a ACK GET " + (base + 15),
                "b ACK WAIT",
                "a FREE_UNTIL " + (base + 30),
                "a RUN " + (base + 20));
        b.requests(25);
        simulation.assertSaid("a FREE_UNTIL " + (base + 25), "b ACK REQUEST");
        a.updates(base + 26);
        simulation.assertSaid("a broke BEYOND_THE_HORIZON", "b FREE_UNTIL 1025", "b RUN 25");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1L << 62, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5, -5})
    void timeDoesNotGoBackAcrossTheEnds(long base) {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.begin(0, ScriptedSimulation.NO_REQUEST).getFirst();
        simulation.goTo(base);
        a.updates(base + 10);
        simulation.assertSaid("a ACK UPDATE");
        a.updates(base + 9);
        simulation.assertSaid("a broke TIME_WENT_BACK", "stuck");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1L << 62, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5, -5})
    void aRequestInThePastIsOneAcrossTheEndsToo(long base) {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(0).getFirst();
        simulation.goTo(base);
        a.requests(base);
        simulation.assertSaid("a ACK REQUEST");
        a.requests(base - 1);
        simulation.assertSaid("a broke REQUEST_IN_THE_PAST");
    }

    @Test
    void farAwayMayLieBeyondTheSign() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 0);
        Puppet a = simulation.begin(0).getFirst();
        simulation.goTo(Long.MAX_VALUE - 10);
        a.requests(Long.MAX_VALUE - 5);
        a.waits();
        simulation.assertSaid(
                "a ACK REQUEST",
                "a ACK WAIT",
                "a FREE_UNTIL " + (FAR - 6 + Long.MIN_VALUE),
                "a RUN " + (Long.MAX_VALUE - 5));
    }

    /** It sleeps until 2^63 - 1 of its own time, which lies beyond that for the calendar. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10, 1L << 40, 1L << 62, Long.MAX_VALUE - 100})
    void whoSleepsForEverNeverRunsBeforeTheOthers(long base) {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(0).getFirst();
        simulation.goTo(base);
        a.requests(base + 10);
        Puppet late = simulation.join("late", Long.MAX_VALUE);
        for (int i = 1; i < 100; i++) {
            a.requests(base + 10 + i);
            a.waits();
            simulation.assertSaid(
                    "a ACK REQUEST",
                    "a ACK WAIT",
                    "a FREE_UNTIL " + (base + 1_010 + i),
                    "a RUN " + (base + 10 + i));
        }
        late.requests(Long.MAX_VALUE); // once more
        simulation.assertSaid("late ACK REQUEST");
        a.leaves();
        simulation.assertSaid(
                "late FREE_UNTIL " + (Long.MAX_VALUE + 1_000), "late RUN " + Long.MAX_VALUE);
        assertEquals(base + Long.MAX_VALUE, simulation.now());
        assertNull(simulation.outcome());
    }

    @Test
    void manyMaySleepForEver() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.begin(5, Long.MAX_VALUE).getFirst();
        a.updates(10);
        a.requests(20);
        simulation.join("c", Long.MAX_VALUE);
        a.updates(30);
        a.requests(40);
        simulation.join("d", Long.MAX_VALUE);
        a.leaves();
        simulation.assertSaid("b FREE_UNTIL " + (Long.MAX_VALUE + 10), "b RUN " + Long.MAX_VALUE);
    }
}
