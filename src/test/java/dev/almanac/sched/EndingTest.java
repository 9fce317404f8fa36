// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.sched.ScriptedSimulation.NO_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import java.util.List;

/** How a simulation ends. */
class EndingTest {
    @Test
    void withNobodyToWaitForItEndsAtOnce() {
        assertSame(Outcome.ENDED, ScriptedSimulation.withMessages(0, 1_000).outcome());
    }

    @Test
    void itEndsWithTheLastParticipant() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, 20);
        all.get(0).leaves();
        assertNull(simulation.outcome());
        all.get(1).leaves();
        assertSame(Outcome.ENDED, simulation.outcome());
        simulation.assertSaid("b FREE_UNTIL 1020", "b RUN 20");
    }

    @Test
    void itEndsAlsoWhenTheLastOneBreaksARule() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        simulation.begin(10).getFirst().says(77, 0);
        simulation.assertSaid("a broke UNKNOWN_OPERATION");
        assertSame(Outcome.ENDED, simulation.outcome());
    }

    @Test
    void itEndsAlsoWhenNobodySurvivesTheStart() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        Puppet a = simulation.connect("a");
        Puppet b = simulation.connect("b");
        a.starts(1);
        b.starts(2);
        a.leaves();
        b.leaves();
        assertSame(Outcome.ENDED, simulation.outcome());
    }

    @Test
    void thoseThatNeverStartDoNotHoldItUp() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        simulation.connect("silent");
        a.leaves();
        assertSame(Outcome.ENDED, simulation.outcome());
    }

    @Test
    void whoHasAskedToStartKeepsItGoing() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        Puppet a = simulation.begin(10).getFirst();
        simulation.connect("b").starts(2);
        a.leaves();
        assertNull(simulation.outcome());
        simulation.assertSaid("b ACK START");
    }

    @Test
    void itIsStuckWhenNobodyHasARequest() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, NO_REQUEST);
        all.get(0).updates(15);
        all.get(0).waits();
        simulation.assertSaid("a ACK UPDATE", "a ACK WAIT", "stuck");
        assertSame(Outcome.STUCK, simulation.outcome());
        assertEquals(15, simulation.now());
    }

    @Test
    void itIsStuckWhenWhoeverHadARequestLeaves() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, NO_REQUEST);
        all.get(0).leaves();
        simulation.assertSaid("stuck");
        assertSame(Outcome.STUCK, simulation.outcome());
    }

    @Test
    void whoSleepsForEverIsNotStuck() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 0);
        simulation.begin(Long.MAX_VALUE);
        assertNull(simulation.outcome());
        assertEquals(Long.MAX_VALUE, simulation.now());
    }

    @Test
    void afterTheEndNothingIsGranted() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(2, 1_000);
        List<Puppet> all = simulation.begin(10, NO_REQUEST);
        all.get(0).waits();
        all.get(1).requests(20);
        all.get(1).leaves();
        simulation.assertSaid("a ACK WAIT", "stuck", "b ACK REQUEST");
        assertSame(Outcome.STUCK, simulation.outcome());
    }
}
