// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.sched.ScriptedSimulation.NO_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** 64 bits for everybody else. */
class BroadcastTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());

    @Test
    void everybodyElseGetsItAndThenTheSenderIsAnswered() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(0).broadcasts(77);
        simulation.assertSaid("b BROADCAST 77", "c BROADCAST 77", "a ACK BROADCAST");
    }

    @Test
    void itsBitsAreNoTime() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        Puppet late = simulation.join("late", 500); // its clock is behind
        a.broadcasts(-1);
        late.broadcasts(Long.MIN_VALUE + 5);
        simulation.assertSaid(
                "late BROADCAST -1",
                "a ACK BROADCAST",
                "a BROADCAST -9223372036854775803",
                "late ACK BROADCAST");
    }

    @Test
    void aloneItIsAnsweredAtOnce() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        simulation.connect("silent");
        simulation.connect("newcomer").starts(5); // not started: gets none
        a.broadcasts(1);
        simulation.assertSaid("a ACK BROADCAST");
    }

    /** Everybody gets it once, and confirms in any order. */
    @Test
    void amongAHundred() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(100, 1_000);
        long[] requests = new long[100];
        Arrays.setAll(requests, i -> 10 + i);
        List<Puppet> all = simulation.begin(requests);
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            Puppet sender = all.get(random.nextInt(100));
            List<Puppet> others = new ArrayList<>(all);
            others.remove(sender);
            others.forEach(Puppet::confirmsWhenTold);
            sender.broadcasts(round);
            assertEquals(
                    others.stream().map(puppet -> puppet + " BROADCAST").toList(),
                    simulation.said().stream().map(line -> line.replaceAll(" \\d+$", "")).toList());
            Collections.shuffle(others, random);
            for (Puppet other : others) {
                simulation.assertSaid();
                other.confirms(Op.BROADCAST);
            }
            simulation.assertSaid(sender + " ACK BROADCAST");
        }
    }

    @Test
    void nobodyIsGivenTheFloorWhileItIsOpen() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        Puppet c = all.get(2).confirmsWhenTold();
        all.get(1).broadcasts(5); // it waits: that is allowed
        all.get(0).requests(40);
        all.get(0).waits();
        simulation.connect("d").starts(9);
        all.get(1).requests(22);
        simulation.assertSaid(
                "a BROADCAST 5", "c BROADCAST 5", "a ACK REQUEST", "a ACK WAIT", "b ACK REQUEST");
        c.confirms(Op.BROADCAST);
        simulation.assertSaid("b ACK BROADCAST", "d ACK START");
    }

    @Test
    void participantsMayAskThingsBeforeTheyConfirm() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, 20);
        Puppet b = all.get(1).confirmsWhenTold();
        all.get(0).broadcasts(5);
        b.gets();
        b.requests(12); // a may run until 20: it has to know first
        b.confirms(Op.BROADCAST);
        simulation.assertSaid(
                "b BROADCAST 5",
                "b ACK GET 10",
                "a FREE_UNTIL 12",
                "b ACK REQUEST",
                "a ACK BROADCAST");
    }

    /** They hear it at once, so who is sooner to ask is by chance. */
    @Test
    void whatHearersAskForIsInTheOrderOfStarting() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(4, 1_000);
        List<Puppet> all = simulation.begin(10, 40, 50, 60);
        Puppet a = all.get(0);
        all.forEach(Puppet::confirmsWhenTold);
        a.broadcasts(1);
        for (Puppet hearer : List.of(all.get(3), all.get(1), all.get(2))) {
            hearer.requests(40);
            hearer.confirms(Op.BROADCAST);
        }
        a.requests(40);
        a.waits();
        all.forEach(puppet -> puppet.confirmsAtOnce = true);
        simulation.said();
        all.get(1).waits();
        all.get(2).waits();
        all.get(3).waits();
        simulation.assertSaid(
                "b ACK WAIT",
                "c FREE_UNTIL 40",
                "c RUN 40",
                "c ACK WAIT",
                "d FREE_UNTIL 40",
                "d RUN 40",
                "d ACK WAIT",
                "a FREE_UNTIL 1040",
                "a RUN 40");
    }

    @Test
    void twoAtOnce() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.forEach(Puppet::confirmsWhenTold);
        Puppet a = all.get(0);
        Puppet b = all.get(1);
        Puppet c = all.get(2);
        a.broadcasts(1);
        b.broadcasts(2);
        simulation.assertSaid("b BROADCAST 1", "c BROADCAST 1", "a BROADCAST 2", "c BROADCAST 2");
        c.confirms(Op.BROADCAST);
        a.confirms(Op.BROADCAST);
        simulation.assertSaid();
        c.confirms(Op.BROADCAST);
        simulation.assertSaid("b ACK BROADCAST");
        b.confirms(Op.BROADCAST);
        simulation.assertSaid("a ACK BROADCAST");
    }

    @Test
    void theSenderMaySendTheNextWhenTheLastIsAnswered() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, 20);
        all.get(0).broadcasts(1);
        all.get(0).broadcasts(2);
        simulation.assertSaid(
                "b BROADCAST 1", "a ACK BROADCAST", "b BROADCAST 2", "a ACK BROADCAST");
        all.get(1).confirmsWhenTold();
        all.get(0).broadcasts(3);
        all.get(0).broadcasts(4);
        simulation.assertSaid("b BROADCAST 3", "a broke BROADCAST_TWICE");
        all.get(1).confirms(Op.BROADCAST);
        simulation.assertSaid("b FREE_UNTIL 1020", "b RUN 20");
    }

    @Test
    void whoDiesIsNotWaitedFor() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(2).confirmsWhenTold();
        all.get(0).broadcasts(1);
        simulation.assertSaid("b BROADCAST 1", "c BROADCAST 1");
        all.get(2).leaves();
        simulation.assertSaid("a ACK BROADCAST");
    }

    /** It has confirmed the broadcast, but not the RUN that came before. */
    @Test
    void whoDiesAfterItConfirmedIsNotCountedTwice() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        Puppet a = all.get(0).confirmsWhenTold();
        a.requests(15);
        a.waits();
        Puppet b = all.get(1).confirmsWhenTold();
        all.get(2).broadcasts(1);
        simulation.said();
        a.confirms(Op.BROADCAST);
        a.leaves();
        simulation.assertSaid();
        b.confirms(Op.BROADCAST);
        simulation.assertSaid("c ACK BROADCAST", "b FREE_UNTIL 30", "b RUN 20");
    }

    @Test
    void whenTheSenderDiesAllHearItBeforeOneGoesOn() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30);
        Puppet b = all.get(1).confirmsWhenTold();
        all.get(0).broadcasts(1);
        simulation.assertSaid("b BROADCAST 1", "c BROADCAST 1");
        all.get(0).leaves();
        simulation.assertSaid();
        b.confirms(Op.BROADCAST);
        simulation.assertSaid("b FREE_UNTIL 30", "b RUN 20");
        b.confirms(Op.FREE_UNTIL);
        b.confirms(Op.RUN);
        b.waits();
        simulation.assertSaid("b ACK WAIT", "c FREE_UNTIL 1030", "c RUN 30");
    }

    @Test
    void senderAndReceiverMayDieTogether() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(4, 1_000);
        List<Puppet> all = simulation.begin(10, 20, 30, 40);
        all.forEach(Puppet::confirmsWhenTold);
        all.get(0).broadcasts(1);
        all.get(1).broadcasts(2);
        simulation.said();
        all.get(1).leaves();
        all.get(0).leaves();
        all.get(2).confirms(Op.BROADCAST);
        all.get(3).confirms(Op.BROADCAST);
        all.get(3).confirms(Op.BROADCAST);
        simulation.assertSaid();
        all.get(2).confirms(Op.BROADCAST);
        simulation.assertSaid("c FREE_UNTIL 40", "c RUN 30");
    }

    @Test
    void isNotStuckWhileOneIsOpen() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, NO_REQUEST);
        all.get(1).broadcasts(1);
        all.get(0).confirmsWhenTold();
        all.get(1).broadcasts(2);
        all.get(0).waits();
        simulation.assertSaid("a BROADCAST 1", "b ACK BROADCAST", "a BROADCAST 2", "a ACK WAIT");
        assertNull(simulation.outcome());
        all.get(0).requests(33);
        all.get(0).confirms(Op.BROADCAST);
        simulation.assertSaid("a ACK REQUEST", "b ACK BROADCAST", "a FREE_UNTIL 1033", "a RUN 33");
    }
}
