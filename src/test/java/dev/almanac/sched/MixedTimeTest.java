// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.sched.ScriptedSimulation.NO_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Participants that share time through memory, together with some that do not: a and b with c. */
class MixedTimeTest {
    private final ScriptedSimulation simulation =
            ScriptedSimulation.withMemory(3, 1_000, "a", "b", "late");
    private final ParticipantsMemory memory = simulation.memory();
    private final List<Puppet> all = simulation.begin(10, 100, 200);
    private final Puppet a = all.get(0); // has the floor
    private final Puppet b = all.get(1);
    private final Puppet c = all.get(2);

    @AfterEach
    void close() {
        simulation.close();
    }

    /** Lets c have the floor, at 200 and free until 300, when a and b wait. */
    private void letCRun() {
        c.confirmsWhenTold();
        a.requestsInMemory(300);
        a.waits();
        b.requestsInMemory(400);
        b.waits();
        simulation.assertSaid("b RUN 100", "c FREE_UNTIL 300", "c RUN 200");
    }

    @Test
    void eachIsTalkedToInItsWay() {
        a.requestsInMemory(300);
        a.waits();
        b.waits();
        c.requests(250);
        c.waits();
        simulation.assertSaid(
                "b RUN 100",
                "c FREE_UNTIL 300",
                "c RUN 200",
                "c ACK REQUEST",
                "c ACK WAIT",
                "c FREE_UNTIL 300",
                "c RUN 250");
        c.waits();
        simulation.assertSaid("c ACK WAIT", "a RUN 300");
    }

    @Test
    void whatCameByMessageIsInMemoryToo() {
        c.requests(50);
        simulation.assertSaid("c ACK REQUEST");
        assertTrue(memory.isRequested(c.slot()));
        assertEquals(50, memory.requestTime(c.slot()));
        assertEquals(50, memory.freeUntil());
        a.waits();
        simulation.assertSaid("c FREE_UNTIL 100", "c RUN 50");
        assertFalse(memory.isRequested(c.slot())); // it cannot clear that itself
        assertEquals(c.slot(), memory.runningId());
        assertEquals(50, memory.currentTime());
        assertEquals(100, memory.freeUntil());
    }

    @Test
    void aLaterRequestByMessageLeavesTheHorizonAlone() {
        c.requests(150);
        simulation.assertSaid("c ACK REQUEST");
        assertEquals(100, memory.freeUntil());
    }

    @Test
    void aRequestByMessageCountsAlsoIfTheOnlyOneThatSharesTimeDies() {
        b.leaves();
        c.requests(50);
        simulation.assertSaid("c ACK REQUEST");
        a.leaves();
        simulation.assertSaid("c FREE_UNTIL 1050", "c RUN 50");
    }

    /** Its new request was earlier than the one it had, which must not run in its place. */
    @Test
    void theNewestRequestCountsAlsoIfTheOnlyOneThatSharesTimeDies() {
        b.leaves();
        c.requests(600);
        a.leaves();
        simulation.assertSaid("c ACK REQUEST", "c FREE_UNTIL 1600", "c RUN 600");
    }

    /** Nobody looks into memory before a newcomer runs: there c had been seen with 200 before. */
    @Test
    void aRequestByMessageReplacesTheOneBeforeAlsoWithATimeItHadOnce() {
        Puppet d = simulation.join("d", 50); // talks by message, and runs now
        c.requests(160);
        Puppet late = simulation.connect("late");
        late.starts(4);
        d.waits();
        late.sharesTime();
        late.getsTimeOfDay();
        c.requests(200);
        late.waits();
        simulation.said();
        b.waits();
        simulation.assertSaid("c FREE_UNTIL 1200", "c RUN 200");
    }

    /** It asked in time; a had gone on before it saw that. */
    @Test
    void aRequestByMessageThatWasMadeInTimeIsLateAtMost() {
        c.requests(50);
        a.tellsInMemory(80); // beyond free_until, which it had read before
        a.waits();
        simulation.assertSaid("c ACK REQUEST", "c FREE_UNTIL 100", "c RUN 80");
    }

    @Test
    void whoSharesTimeAsksByMessageWhileOneRunsThatDoesNot() {
        letCRun();
        b.requests(250); // absolute, as usfstl's clients do
        simulation.assertSaid("c FREE_UNTIL 250");
        c.confirms(Op.FREE_UNTIL); // that of its turn
        simulation.assertSaid();
        c.confirms(Op.RUN);
        c.confirms(Op.FREE_UNTIL);
        simulation.assertSaid("b ACK REQUEST");
        assertEquals(250, memory.requestTime(b.slot()));
        c.waits();
        simulation.assertSaid("c ACK WAIT", "b RUN 250");
    }

    /** A UML guest that shares time asks by message in its own time, and then always for now. */
    @Test
    void aLateUmlGuestsNowIsInItsOwnTime() {
        a.tellsInMemory(30);
        a.requestsInMemory(35);
        Puppet late = simulation.join("late", NO_REQUEST);
        assertEquals(30, late.session.offset());
        a.requestsInMemory(300);
        a.waits();
        b.waits();
        c.updates(210);
        late.requestsNowLikeUml();
        simulation.assertSaid(
                "b RUN 100",
                "c FREE_UNTIL 300",
                "c RUN 200",
                "c ACK UPDATE",
                "c FREE_UNTIL 210",
                "late ACK REQUEST");
        c.waits();
        simulation.assertSaid("c ACK WAIT", "late RUN 180");
        assertEquals(210, memory.currentTime());
    }

    @Test
    void anUpdateOfOneIsSeenByAll() {
        letCRun();
        c.updates(222);
        assertEquals(222, memory.currentTime());
        simulation.assertSaid("c ACK UPDATE");
    }

    @Test
    void whoAsksIsToldTheTimeThatTheRunnerWroteToMemory() {
        c.gets();
        a.tellsInMemory(55);
        c.gets();
        c.getsTimeOfDay();
        a.waits();
        simulation.assertSaid("c ACK GET 10", "c ACK GET 55", "c ACK GET_TOD 5000055", "b RUN 100");
    }

    @Test
    void aTimeThatCannotBeIsNotPassedOn() {
        a.tellsInMemory(9);
        c.gets();
        a.tellsInMemory(101);
        c.gets();
        a.tellsInMemory(Long.MIN_VALUE);
        c.gets();
        simulation.assertSaid("c ACK GET 10", "c ACK GET 10", "c ACK GET 10");
    }

    @Test
    void aRequestBeforeTheTimeThatTheRunnerWroteIsInThePast() {
        a.tellsInMemory(55);
        c.requests(54);
        simulation.assertSaid("c broke REQUEST_IN_THE_PAST");
    }

    @Test
    void atTheSameTimeTheSlotsGoByTheOrderOfStarting() {
        c.requests(50); // first by the wall's clock
        b.requestsInMemory(50);
        a.waits();
        simulation.assertSaid("c ACK REQUEST", "b RUN 50");
        b.waits();
        simulation.assertSaid("c FREE_UNTIL 1050", "c RUN 50");
    }

    @Test
    void aMessageBeforeItIsKnownWhetherTheNewcomerSharesTime() {
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.waits();
        simulation.assertSaid("late ACK START 4");
        late.sharesTime();
        c.requests(10);
        c.gets();
        simulation.assertSaid("c ACK REQUEST", "c ACK GET 10");
        late.waits();
        simulation.assertSaid("c FREE_UNTIL 100", "c RUN 10");
    }

    /** What it says there after its first message comes too late. */
    @Test
    void whoSpokeFirstKeepsToMessages() {
        Puppet late = simulation.connect("tardy");
        late.starts(9);
        a.waits();
        late.requests(20);
        memory.sharesTime(late.slot());
        late.waits();
        simulation.assertSaid(
                "tardy ACK START 4",
                "tardy ACK REQUEST",
                "tardy ACK WAIT",
                "tardy FREE_UNTIL 90",
                "tardy RUN 20");
    }
}
