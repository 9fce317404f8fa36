// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.sched.ScriptedSimulation.NO_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Participants that share time through memory, among themselves: a, b and c. */
class SharedTimeTest {
    private final ScriptedSimulation simulation =
            ScriptedSimulation.withMemory(3, 1_000, "a", "b", "c", "late");
    private final ParticipantsMemory memory = simulation.memory();
    private final List<Puppet> all = simulation.begin(10, 100, 200);
    private final Puppet a = all.get(0); // has the floor
    private final Puppet b = all.get(1);
    private final Puppet c = all.get(2);

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void requestsTurnsAndHorizonsNeedNoMessages() {
        assertEquals(100, memory.freeUntil());
        a.requestsInMemory(150);
        a.waits();
        simulation.assertSaid("b RUN 100");
        assertEquals(b.slot(), memory.runningId());
        assertEquals(100, memory.currentTime());
        assertEquals(150, memory.freeUntil());
        b.requestsInMemory(150);
        b.waits();
        simulation.assertSaid("a RUN 150");
        assertEquals(150, memory.freeUntil());
    }

    @Test
    void nobodyMayRunFurtherThanFreeRun() {
        b.leaves();
        c.leaves();
        a.requestsInMemory(500);
        a.waits();
        simulation.assertSaid("a RUN 500");
        assertEquals(1_500, memory.freeUntil());
    }

    @Test
    void whatItToldIsTheTimeAfterItsWait() {
        a.requestsInMemory(60);
        a.tellsInMemory(50);
        b.confirmsWhenTold();
        c.broadcasts(7); // keeps the floor free
        a.waits();
        simulation.assertSaid("a BROADCAST 7", "b BROADCAST 7");
        assertEquals(50, simulation.now());
        assertEquals(0, memory.runningId());
        b.leaves();
        simulation.assertSaid("c ACK BROADCAST", "a RUN 60");
    }

    @Test
    void whatItToldCountsAlsoIfItDiesThen() {
        a.tellsInMemory(50);
        a.leaves();
        simulation.assertSaid("b RUN 100");
        Puppet late = simulation.connect("late");
        late.starts(9);
        b.tellsInMemory(120);
        b.leaves();
        simulation.assertSaid("late ACK START 1");
        assertEquals(120, late.session.offset());
    }

    /** UML takes the time in RUN as its own, and never subtracts its offset. */
    @Test
    void aRunCarriesTheReceiversOwnTime() {
        a.tellsInMemory(30);
        a.requestsInMemory(40);
        Puppet late = simulation.join("late", 5);
        assertEquals(30, late.session.offset());
        assertEquals(late, simulation.runner());
        late.requestsInMemory(45);
        late.waits();
        a.requestsInMemory(80);
        a.waits();
        simulation.assertSaid("a RUN 40", "late RUN 15");
        assertEquals(45, memory.currentTime());
    }

    /** Whoever runs stops there by itself, since the one that waits has lowered free_until. */
    @Test
    void whoWaitsMayAskForAnEarlierTimeInMemory() {
        b.requestsInMemory(50);
        assertEquals(50, memory.freeUntil());
        simulation.assertSaid();
        a.requestsInMemory(70);
        a.waits();
        simulation.assertSaid("b RUN 50");
        assertEquals(70, memory.freeUntil());
    }

    @Test
    void aRequestThatTookThePlaceOfAnotherCounts() {
        c.requestsInMemory(50);
        c.requestsInMemory(120);
        a.requestsInMemory(60);
        a.requestsInMemory(110);
        a.waits();
        simulation.assertSaid("b RUN 100");
        b.waits();
        simulation.assertSaid("a RUN 110");
    }

    /** The slots are read when somebody waits, in the order in which their owners started. */
    @Test
    void atTheSameTimeWhoStartedFirstRunsFirst() {
        c.requestsInMemory(50);
        a.requestsInMemory(50);
        b.requestsInMemory(50);
        a.waits();
        simulation.assertSaid("a RUN 50");
        a.waits();
        simulation.assertSaid("b RUN 50");
        b.waits();
        simulation.assertSaid("c RUN 50");
    }

    @Test
    void whoHadAskedForThatTimeBeforeKeepsItsPlace() {
        a.requestsInMemory(100); // b has that time already
        a.waits();
        simulation.assertSaid("b RUN 100");
        b.requestsInMemory(100);
        b.waits();
        simulation.assertSaid("a RUN 100");
    }

    @Test
    void aRequestInMemoryIsEnoughNotToBeStuck() {
        b.leaves();
        c.leaves();
        a.requestsInMemory(300);
        a.waits();
        simulation.assertSaid("a RUN 300");
        a.waits();
        simulation.assertSaid("stuck");
    }

    @Test
    void slotsAreClearedForWhoComesNext() {
        int slot = b.slot();
        assertEquals(2, memory.name(slot));
        b.leaves();
        assertFalse(memory.isSharingTime(slot));
        assertFalse(memory.isRequested(slot));
        assertEquals(0, memory.name(slot));

        Puppet next = simulation.connect("next");
        next.starts(Session.NO_ID);
        a.waits();
        simulation.assertSaid("next ACK START " + slot);
        assertEquals(Session.NO_ID, memory.name(slot));
        assertFalse(memory.isSharingTime(slot));
        next.waits(); // with messages: it is answered
        simulation.assertSaid("next ACK WAIT", "c RUN 200");
    }

    @Test
    void aDeadOnesScribblesDoNotReachItsSuccessor() {
        int slot = b.slot();
        b.leaves();
        memory.sharesTime(slot); // it still maps the memory
        memory.request(slot, 5);
        Puppet next = simulation.connect("next");
        next.starts(9);
        a.waits();
        next.waits();
        simulation.assertSaid("next ACK START " + slot, "next ACK WAIT", "c RUN 200");
    }

    @Test
    void aRequestThatWasOverWhenItWasMadeCostsItsOwner() {
        b.requestsInMemory(9); // a runs since 10
        a.requestsInMemory(20);
        a.waits();
        simulation.assertSaid("b broke REQUEST_IN_THE_PAST", "a RUN 20");
    }

    /** It asked in time; a had gone on before it saw that. */
    @Test
    void aRequestThatWasMadeInTimeIsLateAtMost() {
        a.tellsInMemory(80);
        b.requestsInMemory(50);
        a.waits();
        simulation.assertSaid("b RUN 80");
    }

    @Test
    void itsOwnPassedRequestRunsNow() {
        a.requestsInMemory(20);
        a.tellsInMemory(30);
        a.waits();
        simulation.assertSaid("a RUN 30");
    }

    @Test
    void timeThatGoesBackCostsWhoToldIt() {
        a.tellsInMemory(9);
        a.waits();
        simulation.assertSaid("a broke TIME_WENT_BACK", "b RUN 100");
        assertEquals(100, memory.currentTime());
    }

    @Test
    void timeBeyondAnothersRequestCostsWhoToldIt() {
        a.tellsInMemory(101);
        a.waits();
        simulation.assertSaid("a broke BEYOND_THE_HORIZON", "b RUN 100");
        assertEquals(100, memory.currentTime());
    }

    /** Before a newcomer starts, nobody looks at what is requested in memory. */
    @Test
    void aNewcomerMayNotPassARequestInMemory() {
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.requestsInMemory(20);
        a.waits();
        late.updates(11); // the calendar's 21
        simulation.assertSaid("late ACK START 4", "late broke BEYOND_THE_HORIZON", "a RUN 20");
    }

    @Test
    void aBrokenTimeIsNotPassedOn() {
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.tellsInMemory(-5);
        a.leaves();
        assertEquals(10, late.session.offset());
        simulation.assertSaid("late ACK START 1");
    }

    @Test
    void aBroadcastHappensAtTheTimeThatItsSenderTold() {
        a.tellsInMemory(42);
        a.broadcasts(7);
        assertEquals(42, simulation.now());
    }

    @Test
    void broadcastsAreMessages() {
        b.broadcasts(77);
        simulation.assertSaid("a BROADCAST 77", "c BROADCAST 77", "b ACK BROADCAST");
    }

    /** Both hear it at once, and so lower the horizon at once: one may write over the other. */
    @Test
    void whatIsAskedForOnHearingABroadcastBoundsItsSender() {
        b.confirmsWhenTold();
        c.confirmsWhenTold();
        a.broadcasts(7);
        memory.request(b.slot(), 50);
        memory.request(c.slot(), 70);
        memory.lowerFreeUntil(70);
        b.confirms(Op.BROADCAST);
        c.confirms(Op.BROADCAST);
        assertEquals(50, memory.freeUntil());
    }

    /** In memory nothing tells who asked first, but a broadcast does. */
    @Test
    void aBroadcastParts() {
        c.requestsInMemory(50);
        b.confirmsWhenTold();
        a.broadcasts(7);
        b.requestsInMemory(50);
        b.confirms(Op.BROADCAST);
        a.requestsInMemory(50);
        a.waits();
        simulation.said();
        c.waits();
        b.waits();
        simulation.assertSaid("b RUN 50", "a RUN 50");
    }

    /**
     * One that hears a broadcast sends another: whoever was faster to hear the first is not first.
     */
    @Test
    void aBroadcastWithinAnotherPartsNothing() {
        try (ScriptedSimulation other =
                ScriptedSimulation.withMemory(4, 1_000, "a", "b", "c", "d")) {
            List<Puppet> all = other.begin(10, 100, 200, 300);
            all.forEach(Puppet::confirmsWhenTold);
            all.get(0).broadcasts(1);
            all.get(3).requestsInMemory(50);
            all.get(3).confirms(Op.BROADCAST);
            all.get(1).broadcasts(2);
            all.get(2).requestsInMemory(50);
            all.get(2).confirms(Op.BROADCAST);
            all.get(2).confirms(Op.BROADCAST);
            all.get(3).confirms(Op.BROADCAST);
            all.get(0).confirms(Op.BROADCAST);
            all.get(1).confirms(Op.BROADCAST);
            other.said();
            all.get(0).waits();
            all.get(2).waits();
            other.assertSaid("c RUN 50", "d RUN 50");
        }
    }

    @Test
    void aRequestInThePastIsFoundAtTheNextTurnOnly() {
        c.requestsInMemory(5);
        a.broadcasts(7);
        simulation.assertSaid("b BROADCAST 7", "c BROADCAST 7", "a ACK BROADCAST");
        a.waits();
        simulation.assertSaid("c broke REQUEST_IN_THE_PAST", "b RUN 100");
    }

    /** As with usfstl's controller, which looks at the memory before its turns only. */
    @Test
    void withoutABoundABroadcastPartsNothing() {
        try (ScriptedSimulation other = ScriptedSimulation.withMemory(2, 0, "a", "b")) {
            List<Puppet> both = other.begin(10, 100);
            both.get(0).broadcasts(7);
            both.get(1).requestsInMemory(50);
            both.get(0).requestsInMemory(50);
            both.get(0).waits();
            other.assertSaid("b BROADCAST 7", "a ACK BROADCAST", "a RUN 50");
        }
    }

    @Test
    void itDoesBoundItsSender() {
        try (ScriptedSimulation other = ScriptedSimulation.withMemory(2, 0, "a", "b")) {
            List<Puppet> both = other.begin(10, 100);
            both.get(1).confirmsWhenTold();
            both.get(0).broadcasts(7);
            other.memory().request(both.get(1).slot(), 50);
            both.get(1).confirms(Op.BROADCAST);
            assertEquals(50, other.memory().freeUntil());
        }
    }

    @Test
    void everybodyLeavingEndsIt() {
        c.leaves();
        b.leaves();
        a.leaves();
        assertEquals(Outcome.ENDED, simulation.outcome());
        assertEquals(0, memory.runningId());
    }

    @Test
    void nobodyRunsAheadWhileAnotherOneStarts() {
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.tellsInMemory(42);
        a.waits();
        simulation.assertSaid("late ACK START 4");
        assertEquals(42, memory.freeUntil());
        assertEquals(42, memory.currentTime());
        late.sharesTime();
        late.waits();
        assertTrue(simulation.said().contains("b RUN 100"));
    }

    @Test
    void withoutARequestItNeverRuns() {
        try (ScriptedSimulation other = ScriptedSimulation.withMemory(2, 1_000, "a", "b")) {
            List<Puppet> both = other.begin(10, NO_REQUEST);
            for (int i = 1; i < 50; i++) {
                both.get(0).requestsInMemory(10 + i);
                both.get(0).waits();
                other.assertSaid("a RUN " + (10 + i));
            }
        }
    }
}
