// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Who gets the floor when, and how far it may go. */
class GrantsTest {
    private static final long FREE_RUN = 1_000;
    private static final long FAR = 1L << 62;

    @Test
    void eachGrantCarriesItsHorizon() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(0).requests(25);
        all.get(0).waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "b FREE_UNTIL 25", "b RUN 20");
        all.get(1).requests(26);
        all.get(1).waits();
        simulation.assertSaid("b ACK REQUEST", "b ACK WAIT", "a FREE_UNTIL 26", "a RUN 25");
        all.get(0).waits();
        simulation.assertSaid("a ACK WAIT", "b FREE_UNTIL 30", "b RUN 26");
        all.get(1).waits();
        simulation.assertSaid("b ACK WAIT", "c FREE_UNTIL 1030", "c RUN 30");
    }

    @Test
    void nobodyMayRunFurtherThanFreeRun() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 5_000);
        Puppet a = all.get(0);
        a.requests(3_999);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 4999", "a RUN 3999");
        a.requests(4_000);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 5000", "a RUN 4000");
        a.requests(4_001);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 5000", "a RUN 4001");
    }

    @Test
    void withoutABoundFarAwayIsFar() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 0);
        Puppet a = simulation.begin(10).getFirst();
        a.requests(12);
        a.waits();
        simulation.assertSaid(
                "a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL " + (12 + FAR), "a RUN 12");
    }

    @Test
    void timesAreTheReceiversOwn() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, FREE_RUN);
        Puppet a = simulation.begin(10).getFirst();
        a.requests(100);
        Puppet late = simulation.join("late", 50); // its clock is 10 behind
        late.requests(95);
        late.waits();
        simulation.assertSaid("late ACK REQUEST", "late ACK WAIT", "a FREE_UNTIL 105", "a RUN 100");
        a.requests(200);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "late FREE_UNTIL 190", "late RUN 95");
    }

    @Test
    void atTheSameTimeFirstAskedIsFirstRun() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(4, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 50, 50, 50);
        Puppet a = all.get(0);
        a.requests(50);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "b FREE_UNTIL 50", "b RUN 50");
        all.get(1).waits();
        simulation.assertSaid("b ACK WAIT", "c FREE_UNTIL 50", "c RUN 50");
        all.get(2).requests(50);
        all.get(2).waits();
        simulation.assertSaid("c ACK REQUEST", "c ACK WAIT", "d FREE_UNTIL 50", "d RUN 50");
        all.get(3).waits();
        simulation.assertSaid("d ACK WAIT", "a FREE_UNTIL 50", "a RUN 50");
        a.waits();
        simulation.assertSaid("a ACK WAIT", "c FREE_UNTIL 1050", "c RUN 50");
    }

    @Test
    void aNewRequestTakesThePlaceOfTheOld() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 50, 60);
        all.get(1).requests(70); // later than before
        all.get(0).requests(65);
        all.get(0).requests(68);
        all.get(0).waits();
        simulation.assertSaid(
                "b ACK REQUEST",
                "a ACK REQUEST",
                "a ACK REQUEST",
                "a ACK WAIT",
                "c FREE_UNTIL 68",
                "c RUN 60");
    }

    @Test
    void askingAgainForTheSameTimeGoesToTheEndOfTheQueue() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 50, 50);
        all.get(1).requests(50);
        all.get(0).waits();
        simulation.assertSaid("b ACK REQUEST", "a ACK WAIT", "c FREE_UNTIL 50", "c RUN 50");
    }

    @Test
    void aRequestForNowRunsNow() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, FREE_RUN);
        Puppet a = simulation.begin(10, 20).getFirst();
        a.updates(15);
        a.requests(15);
        a.waits();
        simulation.assertSaid(
                "a ACK UPDATE", "a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 20", "a RUN 15");
        assertEquals(15, simulation.now());
    }

    @Test
    void onlyOneTurnAtATimeIsGiven() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 10, 10);
        simulation.assertSaid();
        all.get(0).leaves();
        simulation.assertSaid("b FREE_UNTIL 10", "b RUN 10");
        all.get(1).leaves();
        simulation.assertSaid("c FREE_UNTIL 1010", "c RUN 10");
    }

    /** The next one is not kept waiting for an ACK of the last one. */
    @Test
    void nobodyWaitsForTheAckOfARun() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 20);
        Puppet a = all.get(0).confirmsWhenTold();
        a.requests(15);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 20", "a RUN 15");
        a.requests(30);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "b FREE_UNTIL 30", "b RUN 20");
        a.confirms(Op.RUN);
        a.confirms(Op.FREE_UNTIL);
        all.get(1).waits();
        simulation.assertSaid("b ACK WAIT", "a FREE_UNTIL 1030", "a RUN 30");
    }

    @Test
    void whoLeavesTakesItsRequestAlong() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(1).leaves();
        all.get(0).requests(25);
        all.get(0).waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 30", "a RUN 25");
    }

    @Test
    void whenWhoRunsLeavesTheNextRuns() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, FREE_RUN);
        List<Puppet> all = simulation.begin(10, 20);
        all.get(0).updates(15);
        all.get(0).requests(16);
        all.get(0).leaves();
        simulation.assertSaid("a ACK UPDATE", "a ACK REQUEST", "b FREE_UNTIL 1020", "b RUN 20");
    }

    /**
     * Without a bound, grants are those of usfstl's controller one by one: after a departure that
     * takes a turn itself, right behind the next request.
     */
    @Test
    void withoutABoundADepartureTakesATurnAsInTheReference() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 0);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(0).leaves();
        simulation.assertSaid("b FREE_UNTIL 20", "b RUN 20");
        all.get(1).requests(25);
        all.get(1).waits();
        simulation.assertSaid("b ACK REQUEST", "b ACK WAIT", "b FREE_UNTIL 30", "b RUN 25");
    }

    @Test
    void withoutABoundADepartureOfTheOnlyOneWithARequestStillEnds() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 0);
        List<Puppet> all = simulation.begin(10, ScriptedSimulation.NO_REQUEST);
        all.get(0).leaves();
        simulation.assertSaid("stuck");
        assertEquals(10, simulation.now());
    }
}
