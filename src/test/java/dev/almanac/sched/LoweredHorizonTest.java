// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/**
 * Requests of those that wait, for a time that whoever runs was told it is free to pass. Here a
 * runs at 10, free until 100, and confirms when told to.
 */
class LoweredHorizonTest {
    private final ScriptedSimulation simulation = ScriptedSimulation.withMessages(4, 1_000);
    private final List<Puppet> all = simulation.begin(5, 100, 200, 300);
    private final Puppet a = all.get(0);
    private final Puppet b = all.get(1);
    private final Puppet c = all.get(2);
    private final Puppet d = all.get(3);

    @BeforeEach
    void aRunsFreely() {
        a.confirmsWhenTold();
        a.requests(10);
        a.waits();
        a.confirms(Op.FREE_UNTIL);
        a.confirms(Op.RUN);
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 100", "a RUN 10");
    }

    @Test
    void theRequestIsAnsweredWhenTheRunnerKnows() {
        b.requests(50);
        simulation.assertSaid("a FREE_UNTIL 50");
        a.gets();
        simulation.assertSaid("a ACK GET 10");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("b ACK REQUEST");
        a.waits();
        simulation.assertSaid("a ACK WAIT", "b FREE_UNTIL 200", "b RUN 50");
    }

    /** It was free to pass 50 when it did; that it says so again is no fault. */
    @Test
    void theRunnerMayBeBeyondBeforeItKnows() {
        b.requests(50);
        a.updates(60);
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("a FREE_UNTIL 50", "a ACK UPDATE", "b ACK REQUEST");
        a.updates(60);
        simulation.assertSaid("a ACK UPDATE");
        a.updates(61);
        simulation.assertSaid("a broke BEYOND_THE_HORIZON", "b FREE_UNTIL 200", "b RUN 60");
    }

    @Test
    void aRequestForNowLowersItToNow() {
        b.requests(10);
        simulation.assertSaid("a FREE_UNTIL 10");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("b ACK REQUEST");
    }

    @Test
    void aRequestNotBeforeTheHorizonIsAnsweredAtOnce() {
        b.requests(100);
        simulation.assertSaid("b ACK REQUEST");
        c.requests(150);
        simulation.assertSaid("c ACK REQUEST");
    }

    @Test
    void severalWaitEachForItsOwnConfirmation() {
        b.requests(50);
        c.requests(40);
        simulation.assertSaid("a FREE_UNTIL 50", "a FREE_UNTIL 40");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("b ACK REQUEST");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("c ACK REQUEST");
    }

    /** The horizon is 50 already, but the runner may not know yet. */
    @Test
    void aRequestBetweenTheToldAndTheConfirmedHorizonWaitsToo() {
        b.requests(50);
        c.requests(50);
        d.requests(60);
        simulation.assertSaid("a FREE_UNTIL 50");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("b ACK REQUEST", "c ACK REQUEST", "d ACK REQUEST");
    }

    /** Whatever the runner knows, it stops before that time. */
    @Test
    void aRequestBeyondTheConfirmedHorizonNeverWaits() {
        b.requests(50);
        c.requests(100);
        d.requests(250);
        simulation.assertSaid("a FREE_UNTIL 50", "c ACK REQUEST", "d ACK REQUEST");
    }

    @Test
    void confirmationsInTheWrongOrderReleaseAllThatTheLatestCovers() {
        b.requests(50);
        c.requests(40);
        simulation.assertSaid("a FREE_UNTIL 50", "a FREE_UNTIL 40");
        a.confirms(a.unconfirmed().getLast());
        simulation.assertSaid("b ACK REQUEST", "c ACK REQUEST");
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid();
    }

    @Test
    void manyAtOnce() {
        long[] requests = new long[61];
        Arrays.setAll(requests, i -> 1_000 + i);
        requests[0] = 10;
        ScriptedSimulation crowd = ScriptedSimulation.withMessages(61, 1_000);
        List<Puppet> many = crowd.begin(requests);
        many.getFirst().confirmsWhenTold();
        for (int i = 1; i <= 60; i++) {
            many.get(i).requests(100 - i);
            crowd.assertSaid("a FREE_UNTIL " + (100 - i));
        }
        for (int i = 1; i <= 60; i++) {
            many.getFirst().confirms(Op.FREE_UNTIL);
            crowd.assertSaid(many.get(i) + " ACK REQUEST");
        }
    }

    @Test
    void aWaitThatCrossesTheFreeUntilReleasesTheRequester() {
        b.requests(50);
        a.requests(70);
        a.waits(); // sent before it got the FREE_UNTIL
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "a ACK REQUEST",
                "a ACK WAIT",
                "b ACK REQUEST",
                "b FREE_UNTIL 70",
                "b RUN 50");
        a.confirms(Op.FREE_UNTIL); // late, but no violation
        simulation.assertSaid();
        b.waits();
        simulation.assertSaid("b ACK WAIT", "a FREE_UNTIL 200", "a RUN 70");
    }

    /** The old confirmation says nothing about the turn that the same participant has now. */
    @Test
    void aLateConfirmationDoesNotCountForTheNextTurn() {
        b.requests(50);
        a.requests(30);
        a.waits();
        simulation.said();
        c.requests(35);
        d.requests(45);
        simulation.assertSaid("a FREE_UNTIL 35");
        a.confirms(Op.FREE_UNTIL); // that of b's request
        a.confirms(Op.FREE_UNTIL); // that of this turn
        a.confirms(Op.RUN);
        simulation.assertSaid();
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("c ACK REQUEST", "d ACK REQUEST");
    }

    @Test
    void whenTheRunnerDiesTheRequesterIsReleased() {
        b.requests(50);
        c.requests(40);
        a.leaves();
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "a FREE_UNTIL 40",
                "b ACK REQUEST",
                "c ACK REQUEST",
                "c FREE_UNTIL 50",
                "c RUN 40");
    }

    @Test
    void whenARequesterDiesTheOthersAreStillReleased() {
        b.requests(50);
        c.requests(50);
        b.leaves();
        a.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("a FREE_UNTIL 50", "c ACK REQUEST");
        a.waits();
        simulation.assertSaid("a ACK WAIT", "c FREE_UNTIL 300", "c RUN 50");
    }

    @Test
    void whenARequesterAndThenTheRunnerDieNobodyIsForgotten() {
        b.requests(50);
        c.requests(40);
        d.requests(30);
        c.leaves();
        a.leaves();
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "a FREE_UNTIL 40",
                "a FREE_UNTIL 30",
                "b ACK REQUEST",
                "d ACK REQUEST",
                "d FREE_UNTIL 50",
                "d RUN 30");
    }

    /** It had gone on before it was told: the requester is late then, time does not go back. */
    @Test
    void anUpdateThatCrossesTheFreeUntilIsLegal() {
        b.requests(50);
        a.updates(80);
        a.confirms(Op.FREE_UNTIL);
        a.requests(120);
        a.waits();
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "a ACK UPDATE",
                "b ACK REQUEST",
                "a ACK REQUEST",
                "a ACK WAIT",
                "b FREE_UNTIL 120",
                "b RUN 80");
    }

    @Test
    void aRunnerThatKnowsMustNotPassTheRequest() {
        b.requests(50);
        a.confirms(Op.FREE_UNTIL);
        a.updates(50);
        a.updates(51);
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "b ACK REQUEST",
                "a ACK UPDATE",
                "a broke BEYOND_THE_HORIZON",
                "b FREE_UNTIL 200",
                "b RUN 50");
    }

    /** Two are late: the first may not be told to stop before it begins, nor go for running. */
    @Test
    void twoLateOnesBothRunNow() {
        b.requests(50);
        c.requests(60);
        a.updates(80);
        a.confirms(Op.FREE_UNTIL);
        a.waits();
        simulation.assertSaid(
                "a FREE_UNTIL 50",
                "a ACK UPDATE",
                "b ACK REQUEST",
                "c ACK REQUEST",
                "a ACK WAIT",
                "b FREE_UNTIL 80",
                "b RUN 80");
        b.updates(80);
        b.waits();
        simulation.assertSaid("b ACK UPDATE", "b ACK WAIT", "c FREE_UNTIL 300", "c RUN 80");
    }

    /** A request that comes when the runner is known to be past it is refused at once. */
    @Test
    void aRequestBeforeTheRunnersTimeIsInThePast() {
        a.updates(60);
        b.requests(59);
        simulation.assertSaid("a ACK UPDATE", "b broke REQUEST_IN_THE_PAST");
    }

    @Test
    void nobodyIsToldOfARequestThatItMakesItself() {
        a.requests(20);
        a.requests(15);
        simulation.assertSaid("a ACK REQUEST", "a ACK REQUEST");
    }

    /** In its turn to start nobody may run ahead, so there is nothing to lower. */
    @Test
    void whoStartsNeedsNoFreeUntil() {
        simulation.connect("e").starts(9);
        a.waits();
        simulation.assertSaid("a ACK WAIT", "e ACK START");
        b.requests(10);
        simulation.assertSaid("b ACK REQUEST");
    }
}
