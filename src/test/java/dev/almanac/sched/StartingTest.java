// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.session.Session;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who starts when. */
class StartingTest {
    @Test
    void nobodyStartsBeforeAllHaveAsked() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        Puppet a = simulation.connect("a");
        Puppet b = simulation.connect("b");
        Puppet c = simulation.connect("c");
        c.starts(3);
        a.starts(1);
        simulation.connect("silent");
        simulation.assertSaid();
        b.starts(2);
        simulation.assertSaid("a ACK START");
    }

    @Test
    void nextStartsWhenTheOneBeforeWaits() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.connect("a");
        Puppet b = simulation.connect("b");
        a.starts(1);
        b.starts(2);
        a.requests(10);
        a.gets();
        simulation.assertSaid("a ACK START", "a ACK REQUEST", "a ACK GET");
        a.waits();
        simulation.assertSaid("a ACK WAIT", "b ACK START");
        b.requests(5);
        b.waits();
        simulation.assertSaid("b ACK REQUEST", "b ACK WAIT", "b FREE_UNTIL 10", "b RUN 5");
    }

    /** All that start together begin at the same instant, whatever those before them asked for. */
    @Test
    void timeStandsStillUntilTheLastHasStarted() {
        try (ScriptedSimulation simulation = ScriptedSimulation.withMemory(2, 1_000)) {
            Puppet a = simulation.connect("a");
            Puppet b = simulation.connect("b");
            a.starts(1);
            b.starts(2);
            assertEquals(0, simulation.memory().freeUntil());
            a.requests(0);
            a.waits();
            simulation.assertSaid("a ACK START 1", "a ACK REQUEST", "a ACK WAIT", "b ACK START 2");
            assertEquals(0, simulation.memory().freeUntil());
            assertEquals(0, b.session.offset());
        }
    }

    @Test
    void startsByIdThenByArrival() {
        long[] ids = {7, Session.NO_ID, 1, Long.MIN_VALUE, 0, 7, Session.NO_ID, Long.MAX_VALUE, 1};
        // None counts as 0, and IDs have no sign.
        int[] expected = {1, 4, 6, 2, 8, 0, 5, 7, 3};
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(ids.length, 1_000);
        List<Puppet> puppets = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            puppets.add(simulation.connect("p" + i));
        }
        for (int i = 0; i < ids.length; i++) {
            puppets.get(i).starts(ids[i]);
        }
        int[] started = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Puppet starting = simulation.runner();
            started[i] = puppets.indexOf(starting);
            puppets.get(started[i]).waits();
        }
        assertEquals(Arrays.toString(expected), Arrays.toString(started));
        assertSame(Outcome.STUCK, simulation.outcome());
    }

    @Test
    void arrivalIsThatOfStartNotOfTheConnection() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet first = simulation.connect("first");
        Puppet second = simulation.connect("second");
        second.starts(Session.NO_ID);
        first.starts(Session.NO_ID);
        simulation.assertSaid("second ACK START");
    }

    @Test
    void oneThatLeavesWhileItIsWaitedForOthersDoesNotCount() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet gone = simulation.connect("gone");
        gone.starts(1);
        gone.leaves();
        Puppet a = simulation.connect("a");
        a.starts(2);
        simulation.assertSaid();
        simulation.connect("b").starts(3);
        simulation.assertSaid("a ACK START");
    }

    @Test
    void oneThatLeavesBeforeItsTurnToStartIsPassedOver() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, 1_000);
        Puppet a = simulation.connect("a");
        Puppet b = simulation.connect("b");
        Puppet c = simulation.connect("c");
        a.starts(1);
        b.starts(2);
        c.starts(3);
        b.leaves();
        a.requests(5);
        a.waits();
        simulation.assertSaid("a ACK START", "a ACK REQUEST", "a ACK WAIT", "c ACK START");
    }

    @Test
    void oneThatLeavesWhileItStartsMakesRoomForTheNext() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.connect("a");
        Puppet b = simulation.connect("b");
        a.starts(1);
        b.starts(2);
        a.requests(5);
        a.leaves();
        simulation.assertSaid("a ACK START", "a ACK REQUEST", "b ACK START");
        b.requests(7);
        b.waits();
        simulation.assertSaid("b ACK REQUEST", "b ACK WAIT", "b FREE_UNTIL 1007", "b RUN 7");
    }

    @Test
    void aLateStartIsServedBeforeTheNextTurn() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.begin(10, 20).getFirst();
        Puppet late = simulation.connect("late");
        late.starts(1);
        simulation.assertSaid();
        a.updates(15);
        a.requests(15);
        a.waits();
        simulation.assertSaid("a ACK UPDATE", "a ACK REQUEST", "a ACK WAIT", "late ACK START");
    }

    @Test
    void aLateStartersClockBeginsAtZero() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.updates(14);
        a.requests(30);
        a.waits();
        late.gets();
        late.requests(5);
        late.waits();
        simulation.assertSaid(
                "a ACK UPDATE",
                "a ACK REQUEST",
                "a ACK WAIT",
                "late ACK START",
                "late ACK GET", // 0
                "late ACK REQUEST",
                "late ACK WAIT",
                "late FREE_UNTIL 16",
                "late RUN 5");
        assertEquals(19, simulation.now());
    }

    /** Late ones too go by ID, among those that are there when the floor becomes free. */
    @Test
    void severalLateOnesStartById() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        Puppet c = simulation.connect("c");
        c.starts(30);
        Puppet b = simulation.connect("b");
        b.starts(20);
        a.requests(12);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "b ACK START");
        b.waits();
        simulation.assertSaid("b ACK WAIT", "c ACK START");
        c.waits();
        simulation.assertSaid("c ACK WAIT", "a FREE_UNTIL 1012", "a RUN 12");
    }

    @Test
    void aLateOneThatLeavesUnstartedChangesNothing() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        Puppet late = simulation.connect("late");
        late.starts(9);
        late.leaves();
        a.requests(20);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 1020", "a RUN 20");
    }

    @Test
    void slotsAreTheLowestFreeOnes() {
        try (ScriptedSimulation simulation = ScriptedSimulation.withMemory(3, 1_000)) {
            List<Puppet> all = simulation.begin(10, 20, 30);
            assertEquals(List.of(1, 2, 3), all.stream().map(Puppet::slot).toList());
            all.get(1).leaves();
            assertEquals(2, simulation.join("d", 50).slot());
        }
    }

    @Test
    void oneThatFindsNoSlotGoes() {
        ScriptedSimulation simulation = ScriptedSimulation.of(new Settings(1, 3, 1_000, 0, 0));
        Puppet a = simulation.begin(10).getFirst();
        Puppet b = simulation.connect("b");
        Puppet c = simulation.connect("c");
        b.starts(2);
        c.starts(3);
        a.requests(40);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "b ACK START");
        b.waits();
        simulation.assertSaid("b ACK WAIT", "c broke NO_SLOT", "a FREE_UNTIL 1040", "a RUN 40");
        b.leaves();
        simulation.connect("d").starts(4);
        a.waits();
        simulation.assertSaid("a ACK WAIT", "d ACK START");
        assertNull(simulation.outcome());
    }
}
