// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.sched.ScriptedSimulation.NO_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Something of the calendar's own that takes turns among the participants. */
class DeviceTest {
    private final List<Long> turns = new ArrayList<>();

    /** Notes the times of its turns. */
    private void attachTo(ScriptedSimulation simulation) {
        simulation.device(
                conductor ->
                        conductor.setDevice(
                                () -> {
                                    assertNull(simulation.runner());
                                    turns.add(conductor.currentTime());
                                }));
    }

    private ScriptedSimulation withMessages(int clients) {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(clients, 1_000);
        attachTo(simulation);
        return simulation;
    }

    private static void plan(ScriptedSimulation simulation, long time) {
        simulation.device(conductor -> conductor.planDeviceTurn(time, conductor.drawTicket()));
    }

    @Test
    void itsTurnComesAtItsTimeAndIsAHorizonForTheOthers() {
        ScriptedSimulation simulation = withMessages(2);
        Puppet a = simulation.begin(10, 100).getFirst();
        plan(simulation, 50);
        a.requests(20);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 50", "a RUN 20");
        assertEquals(List.of(), turns);
        a.waits();
        simulation.assertSaid("a ACK WAIT", "b FREE_UNTIL 1100", "b RUN 100");
        assertEquals(List.of(50L), turns);
    }

    @Test
    void itHasOneTurnForEachPlan() {
        ScriptedSimulation simulation = withMessages(1);
        Puppet a = simulation.begin(10).getFirst();
        plan(simulation, 50);
        plan(simulation, 60);
        a.requests(100);
        a.waits();
        a.requests(200);
        a.waits();
        assertEquals(List.of(60L), turns);
    }

    @Test
    void aPlanCanBeCancelled() {
        ScriptedSimulation simulation = withMessages(1);
        Puppet a = simulation.begin(10).getFirst();
        plan(simulation, 50);
        simulation.device(Conductor::cancelDeviceTurn);
        a.requests(100);
        a.waits();
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT", "a FREE_UNTIL 1100", "a RUN 100");
        assertEquals(List.of(), turns);
    }

    /** It may plan the next one while it has its turn, also for now. */
    @Test
    void itMayGoOnPlanning() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        simulation.device(
                conductor ->
                        conductor.setDevice(
                                () -> {
                                    turns.add(conductor.currentTime());
                                    if (turns.size() < 5) {
                                        long next = conductor.currentTime() + turns.size() / 2;
                                        conductor.planDeviceTurn(next, conductor.drawTicket());
                                    }
                                }));
        Puppet a = simulation.begin(10).getFirst();
        plan(simulation, 50);
        a.requests(100);
        a.waits();
        assertEquals(List.of(50L, 50L, 51L, 52L, 54L), turns);
    }

    @Test
    void atTheSameTimeRequestsThatWereThereComeFirst() {
        ScriptedSimulation simulation = withMessages(3);
        List<Puppet> all = simulation.begin(10, 50, NO_REQUEST);
        plan(simulation, 50);
        all.get(2).requests(50);
        all.get(0).waits();
        assertEquals(List.of(), turns);
        simulation.assertSaid("c ACK REQUEST", "a ACK WAIT", "b FREE_UNTIL 50", "b RUN 50");
        all.get(1).waits();
        assertEquals(List.of(50L), turns);
        simulation.assertSaid("b ACK WAIT", "c FREE_UNTIL 1050", "c RUN 50");
    }

    @Test
    void nobodyGetsTheFloorWhileItWaitsForAnswers() {
        ScriptedSimulation simulation = ScriptedSimulation.withMessages(1, 1_000);
        simulation.device(
                conductor ->
                        conductor.setDevice(
                                () -> {
                                    conductor.holdUp();
                                    conductor.holdUp();
                                }));
        Puppet a = simulation.begin(10).getFirst();
        plan(simulation, 50);
        a.waits();
        simulation.assertSaid("a ACK WAIT");
        Puppet late = simulation.connect("late");
        late.starts(9);
        a.gets();
        a.requests(50); // it was interrupted
        simulation.assertSaid("a ACK GET 50", "a ACK REQUEST");
        simulation.device(Conductor::goOn);
        simulation.assertSaid();
        simulation.device(Conductor::goOn);
        simulation.assertSaid("late ACK START");
        late.waits();
        simulation.assertSaid("late ACK WAIT", "a FREE_UNTIL 1050", "a RUN 50");
    }

    @Test
    void aPlannedTurnKeepsThemFromBeingStuckButNotFromEnding() {
        ScriptedSimulation simulation = withMessages(1);
        Puppet a = simulation.begin(10).getFirst();
        plan(simulation, 50);
        a.waits();
        simulation.assertSaid("a ACK WAIT", "stuck");
        assertEquals(List.of(50L), turns);

        ScriptedSimulation other = withMessages(1);
        Puppet alone = other.begin(10).getFirst();
        plan(other, 70);
        alone.leaves();
        assertEquals(Outcome.ENDED, other.outcome());
        assertEquals(List.of(50L), turns);
    }

    @Test
    void whoRunsIsStoppedBeforeItGoesOn() {
        ScriptedSimulation simulation = withMessages(1);
        Puppet a = simulation.begin(10).getFirst();
        a.requests(20);
        a.confirmsWhenTold();
        a.waits();
        a.confirms(Op.FREE_UNTIL);
        a.confirms(Op.RUN);
        simulation.said();
        List<String> done = new ArrayList<>();
        simulation.device(conductor -> conductor.stopRunnerAt(30, () -> done.add("stopped")));
        simulation.assertSaid("a FREE_UNTIL 30");
        assertEquals(List.of(), done);
        a.confirms(Op.FREE_UNTIL);
        assertEquals(List.of("stopped"), done);
        simulation.device(conductor -> conductor.stopRunnerAt(40, () -> done.add("anyway")));
        simulation.assertSaid();
        assertEquals(List.of("stopped", "anyway"), done);
    }

    @Test
    void nobodyHasToBeStoppedWhenNobodyRuns() {
        ScriptedSimulation simulation = withMessages(2);
        List<String> done = new ArrayList<>();
        simulation.connect("a").starts(1);
        simulation.device(conductor -> conductor.stopRunnerAt(0, () -> done.add("at once")));
        assertEquals(List.of("at once"), done);
        simulation.assertSaid();
    }

    @Test
    void whoDiesOrWaitsHasStopped() {
        for (boolean dies : new boolean[] {true, false}) {
            ScriptedSimulation simulation = withMessages(1);
            Puppet a = simulation.begin(10).getFirst().confirmsWhenTold();
            List<String> done = new ArrayList<>();
            simulation.device(conductor -> conductor.stopRunnerAt(30, () -> done.add("stopped")));
            simulation.assertSaid("a FREE_UNTIL 30");
            assertEquals(List.of(), done);
            if (dies) {
                a.leaves();
            } else {
                a.waits();
            }
            assertEquals(List.of("stopped"), done);
        }
    }

    @Test
    void whoSharesTimeIsStoppedThroughMemory() {
        try (ScriptedSimulation simulation = ScriptedSimulation.withMemory(1, 1_000, "a")) {
            attachTo(simulation);
            Puppet a = simulation.begin(10).getFirst();
            assertEquals(1_010, simulation.memory().freeUntil());
            List<String> done = new ArrayList<>();
            simulation.device(conductor -> conductor.stopRunnerAt(30, () -> done.add("stopped")));
            assertEquals(List.of("stopped"), done);
            assertEquals(30, simulation.memory().freeUntil());
            plan(simulation, 30);
            a.tellsInMemory(30);
            a.requestsInMemory(80);
            a.waits();
            assertEquals(List.of(30L), turns);
            simulation.assertSaid("a RUN 80");
        }
    }

    /** Those whom the device interrupts read the time from memory. */
    @Test
    void theTimeOfItsTurnIsInMemory() {
        try (ScriptedSimulation simulation = ScriptedSimulation.withMemory(1, 1_000, "a", "late")) {
            List<String> seen = new ArrayList<>();
            simulation.device(
                    conductor ->
                            conductor.setDevice(
                                    () -> {
                                        ParticipantsMemory memory = simulation.memory();
                                        seen.add(memory.runningId() + " " + memory.currentTime());
                                        conductor.holdUp();
                                    }));
            Puppet a = simulation.begin(10).getFirst();
            a.requestsInMemory(100);
            Puppet late = simulation.join("late", NO_REQUEST);
            plan(simulation, 150);
            a.waits();
            assertEquals(List.of("0 150"), seen);
            a.requests(150); // usfstl's way
            late.requestsNowLikeUml(); // and UML's
            simulation.assertSaid("a ACK REQUEST", "late ACK REQUEST");
            simulation.device(Conductor::goOn);
            simulation.assertSaid("a RUN 150");
            a.waits();
            simulation.assertSaid("late RUN 50"); // it started at 100, when a was due
        }
    }
}
