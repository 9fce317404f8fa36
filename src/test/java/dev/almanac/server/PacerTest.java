// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Outbox;
import dev.almanac.sched.Settings;
import dev.almanac.sched.SharedTime;
import dev.almanac.session.Session;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Simulated time by a real one that the test sets. */
@Timeout(30)
class PacerTest {
    private static final long SECOND = 1_000_000_000;

    private final Syscalls sys = new LinuxSyscalls();
    private final Poller poller = new Poller(sys);
    private final Conductor conductor =
            new Conductor(
                    new Settings(1, 2, SECOND, 0, 1),
                    new Calendar(),
                    SharedTime.NONE,
                    new Nowhere(),
                    new Journal() {});
    private long real = 77;
    private final Pacer pacer = new Pacer(sys, poller, conductor, () -> real, SECOND / 2);

    private static final class Nowhere implements Outbox {
        @Override
        public void send(Session to, int op, int seq, long time) {}

        @Override
        public void sendStartAck(Session to, int seq, int slot) {}

        @Override
        public void close(Session session) {}
    }

    @AfterEach
    void close() {
        pacer.close();
        poller.close();
    }

    @Test
    void withoutASpeedAnyTimeMayBe() {
        assertTrue(pacer.allows(Long.MAX_VALUE));
        assertEquals(0, poller.await(0));
    }

    @Test
    void timePassesSoManyTimesAsFast() {
        pacer.setSpeed(2);
        assertTrue(pacer.allows(0)); // now the clock begins
        real += SECOND;
        assertTrue(pacer.allows(2 * SECOND));
        assertFalse(pacer.allows(2 * SECOND + 2));
        assertEquals(0, pacer.behind());
    }

    @Test
    void itIsTimeWhenTheTimerSaysSo() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        assertFalse(pacer.allows(1_000_000));
        assertEquals(1, poller.await(-1)); // no later than in a millisecond
        poller.dispatch(0);
        assertEquals(0, poller.await(0), "it goes off once");
    }

    @Test
    void noNapIsLongerThanATenthOfASecond() {
        pacer.setSpeed(SteeringOptions.SLOWEST);
        assertTrue(pacer.allows(0));
        assertFalse(pacer.allows(Long.MAX_VALUE));
        long before = System.nanoTime();
        assertEquals(1, poller.await(10_000));
        assertTrue(System.nanoTime() - before >= SECOND / 10);
    }

    @Test
    void itTellsHowFarItIsBehindAndCatchesUp() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        real += SECOND;
        assertTrue(pacer.allows(SECOND - 400_000_000));
        assertEquals(400_000_000, pacer.behind());
        assertTrue(pacer.allows(SECOND - 1));
        assertEquals(1, pacer.behind());
        assertEquals(400_000_000, pacer.mostBehind());
        assertFalse(pacer.isTooLate());
        assertFalse(pacer.allows(SECOND + 1), "it did not lose count");
    }

    @Test
    void tooFarBehindIsTooFar() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        real += 2 * SECOND;
        assertFalse(pacer.allows(SECOND));
        assertTrue(pacer.isTooLate());
    }

    @Test
    void whileItIsPausedNoTimePasses() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        pacer.setStopped(true);
        pacer.setStopped(true);
        real += 100 * SECOND;
        pacer.setStopped(false);
        assertFalse(pacer.allows(1));
        real += 1;
        assertTrue(pacer.allows(1));
        assertEquals(0, pacer.behind());
    }

    /** A turn may be taken before anybody else notices that it goes on, and after it pauses. */
    @Test
    void neitherDoesItWhenItGoesOnForAStep() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        for (int step = 1; step < 3; step++) {
            pacer.setStopped(true);
            real += 100 * SECOND;
            assertFalse(pacer.allows(step));
            real += 1;
            assertTrue(pacer.allows(step));
            assertEquals(0, pacer.mostBehind());
        }
    }

    @Test
    void aNewSpeedHoldsFromNowOn() {
        pacer.setSpeed(1);
        assertTrue(pacer.allows(0));
        real += 10 * SECOND;
        pacer.setSpeed(0.5);
        assertTrue(pacer.allows(0));
        assertFalse(pacer.allows(1));
        real += 2;
        assertTrue(pacer.allows(1));
        assertEquals(0, pacer.mostBehind());
    }
}
