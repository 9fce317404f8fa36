// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What participants are told about the time, and tell. */
class TimeTest {
    private final ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
    private final List<Puppet> all = simulation.begin(10, 100);
    private final Puppet a = all.get(0); // has the floor
    private final Puppet b = all.get(1);

    @Test
    void everybodyMayAskForTheTime() {
        a.gets();
        b.gets();
        simulation.assertSaid("a ACK GET 10", "b ACK GET 10");
    }

    @Test
    void anUpdateIsSeenByAll() {
        a.updates(42);
        a.gets();
        b.gets();
        simulation.assertSaid("a ACK UPDATE", "a ACK GET 42", "b ACK GET 42");
        assertEquals(42, simulation.now());
    }

    @Test
    void theTimeOfDayCountsFromTheStartOfTheSimulation() {
        a.getsTimeOfDay();
        a.updates(20);
        b.getsTimeOfDay();
        simulation.assertSaid("a ACK GET_TOD 5000010", "a ACK UPDATE", "b ACK GET_TOD 5000020");
    }

    @Test
    void timesAreTheAskersOwnButTheTimeOfDayIsOneForAll() {
        Puppet late = simulation.join("late", 5);
        late.updates(7); // late itself: it runs at 15
        late.gets();
        late.getsTimeOfDay();
        b.gets();
        simulation.assertSaid(
                "late ACK UPDATE", "late ACK GET 7", "late ACK GET_TOD 5000017", "b ACK GET 17");
    }

    @Test
    void anUpdateMayRepeatTheTime() {
        a.updates(10);
        a.updates(10);
        simulation.assertSaid("a ACK UPDATE", "a ACK UPDATE");
    }

    @Test
    void anUpdateMayReachTheNextRequest() {
        a.updates(100);
        simulation.assertSaid("a ACK UPDATE");
    }

    @Test
    void anUpdateMustNotPassTheNextRequest() {
        a.updates(101);
        simulation.assertSaid("a broke BEYOND_THE_HORIZON", "b FREE_UNTIL 1100", "b RUN 100");
    }

    @Test
    void anUpdateMustNotGoBack() {
        a.updates(50);
        a.updates(49);
        simulation.assertSaid(
                "a ACK UPDATE", "a broke TIME_WENT_BACK", "b FREE_UNTIL 1100", "b RUN 100");
    }

    /** freeRun bounds what it does by itself; time that nobody else asked for is no violation. */
    @Test
    void anUpdateBeyondFreeRunIsLegalWhereNobodyAskedForATime() {
        b.leaves();
        a.updates(1_000_000);
        simulation.assertSaid("a ACK UPDATE");
        assertEquals(1_000_000, simulation.now());
    }

    @Test
    void itsOwnRequestDoesNotHoldItBack() {
        a.requests(20);
        a.updates(30);
        simulation.assertSaid("a ACK REQUEST", "a ACK UPDATE");
    }

    /** Its own request is late then, and runs as soon as it waits. */
    @Test
    void itsOwnPassedRequestRunsNow() {
        a.requests(20);
        a.updates(30);
        a.waits();
        simulation.assertSaid(
                "a ACK REQUEST", "a ACK UPDATE", "a ACK WAIT", "a FREE_UNTIL 100", "a RUN 30");
    }

    @Test
    void timeThatARunnerDidNotTellIsNotKnown() {
        a.requests(90);
        a.waits();
        b.gets();
        simulation.assertSaid(
                "a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 100", "a RUN 90", "b ACK GET 90");
    }
}
