// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A simulation pauses where people want it to, and then goes on as if nothing had been. */
class SteeringTest {
    private static final long FREE_RUN = 1_000;

    private final ScriptedSimulation simulation = ScriptedSimulation.withMessages(3, FREE_RUN);

    private static void sleepUntil(long time, Puppet puppet) {
        puppet.requests(time);
        puppet.waits();
    }

    private boolean stands() {
        return simulation.situation().stands();
    }

    @Test
    void itPausesWhenNobodyRunsAnyMore() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(Steering::pause);
        assertFalse(stands(), "somebody runs");
        assertSame(all.get(0), simulation.runner());
        sleepUntil(25, all.get(0));
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT");
        assertTrue(stands());
        assertNull(simulation.runner());
        simulation.steer(steering -> assertEquals("pause", steering.reason()));
        simulation.steer(Steering::resume);
        simulation.assertSaid("b FREE_UNTIL 25", "b RUN 20");
        assertFalse(stands());
    }

    @Test
    void itStepsByGrants() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(steering -> steering.step(2));
        sleepUntil(40, all.get(0));
        assertSame(all.get(1), simulation.runner());
        sleepUntil(41, all.get(1));
        assertSame(all.get(2), simulation.runner());
        sleepUntil(42, all.get(2));
        assertTrue(stands());
        assertEquals(30, simulation.now());
        simulation.steer(steering -> steering.step(1));
        assertSame(all.get(0), simulation.runner());
        assertEquals(40, simulation.now());
    }

    @Test
    void newcomersWaitWhileItIsPaused() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(Steering::pause);
        Puppet late = simulation.connect("late");
        late.starts(9);
        sleepUntil(40, all.get(0));
        simulation.assertSaid("a ACK REQUEST", "a ACK WAIT");
        simulation.steer(Steering::resume);
        simulation.assertSaid("late ACK START");
    }

    @Test
    void itPausesBeforeAParticipantEachTime() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(steering -> steering.add(new Breakpoint.AtParticipant(2)));
        sleepUntil(21, all.get(0));
        assertTrue(stands());
        assertEquals(10, simulation.now());
        simulation.steer(Steering::resume);
        assertSame(all.get(1), simulation.runner());
        sleepUntil(22, all.get(1));
        assertSame(all.get(0), simulation.runner());
        sleepUntil(50, all.get(0));
        assertTrue(stands());
        simulation.steer(steering -> assertEquals("participant=id:2", steering.reason()));
        simulation.steer(Steering::clearBreakpoints);
        assertTrue(stands(), "without breakpoints it pauses all the same");
        simulation.steer(Steering::resume);
        assertSame(all.get(1), simulation.runner());
        sleepUntil(23, all.get(1));
        assertSame(all.get(1), simulation.runner());
    }

    @Test
    void itPausesOnceWhenNothingIsLeftBeforeATime() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(steering -> steering.add(new Breakpoint.AtTime(25)));
        sleepUntil(26, all.get(0));
        assertSame(all.get(1), simulation.runner(), "20 is before 25");
        sleepUntil(40, all.get(1));
        assertTrue(stands());
        assertEquals(20, simulation.now());
        simulation.steer(steering -> assertEquals(List.of(), steering.breakpoints()));
        simulation.steer(Steering::resume);
        assertSame(all.get(0), simulation.runner());
    }

    @Test
    void atTheVeryTimeItPausesToo() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(steering -> steering.add(new Breakpoint.AtTime(20)));
        sleepUntil(26, all.get(0));
        assertTrue(stands());
    }

    @Test
    void itPausesAfterABroadcastThatAllHaveConfirmed() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        all.get(1).confirmsWhenTold();
        simulation.steer(steering -> steering.add(new Breakpoint.AtBroadcast()));
        all.get(0).broadcasts(7);
        sleepUntil(26, all.get(0));
        assertFalse(stands(), "b has not confirmed");
        all.get(1).confirms(Op.BROADCAST);
        assertTrue(stands());
        simulation.steer(Steering::resume);
        assertSame(all.get(1), simulation.runner());
    }

    @Test
    void ofSeveralReasonsNoneComesTwice() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(
                steering -> {
                    steering.add(new Breakpoint.AtTime(20));
                    steering.add(new Breakpoint.AtTime(20));
                    steering.add(new Breakpoint.AtParticipant(2));
                    assertEquals(2, steering.breakpoints().size());
                });
        sleepUntil(26, all.get(0));
        assertTrue(stands());
        simulation.steer(Steering::resume);
        assertSame(all.get(1), simulation.runner());
    }

    @Test
    void itEndsThoughItIsPaused() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(Steering::pause);
        all.forEach(Puppet::leaves);
        assertSame(Outcome.ENDED, simulation.outcome());
    }

    @Test
    void whoIsDismissedIsGoneAndTheNextRuns() {
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.device(conductor -> conductor.dismiss(all.get(0).session));
        simulation.assertSaid("a dismissed", "b FREE_UNTIL 30", "b RUN 20");
        simulation.device(conductor -> conductor.dismiss(all.get(0).session));
        simulation.assertSaid();
    }

    @Test
    void timeDoesNotGoOnBeforeThePaceAllowsIt() {
        long[] real = {15};
        List<Puppet> all = simulation.begin(10, 20, 30);
        simulation.steer(steering -> steering.setPace(time -> time <= real[0]));
        sleepUntil(12, all.get(0));
        assertSame(all.get(0), simulation.runner());
        sleepUntil(25, all.get(0));
        assertNull(simulation.runner());
        assertTrue(simulation.situation().isHeldBack());
        assertFalse(stands());
        Puppet late = simulation.connect("late");
        late.starts(9);
        assertSame(late, simulation.runner(), "a newcomer does not wait for real time");
        late.waits();
        assertNull(simulation.runner());
        real[0] = 20;
        simulation.device(Conductor::goAhead);
        assertSame(all.get(1), simulation.runner());
        assertFalse(simulation.situation().isHeldBack());
    }
}
