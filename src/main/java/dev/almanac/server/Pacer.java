// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Pace;
import dev.almanac.sys.Syscalls;

import java.util.function.LongSupplier;

/**
 * Keeps simulated time from passing faster than so many times as fast as real time. When it falls
 * behind, as a guest may take longer than that, it goes as fast as possible until it has caught up.
 *
 * <p>Belongs to the event loop's thread. Allocates nothing. Durations are nanoseconds.
 */
final class Pacer implements Pace, AutoCloseable {
    /** The longest it does not look: a request that nobody told in a message is seen by then. */
    private static final long LONGEST_NAP = 100_000_000;

    private final LongSupplier realClock;
    private final Conductor conductor;
    private final Alarm alarm;
    private final long strict;

    private double speed;

    /** Where simulated and real time were when the speed was set, less what was paused since. */
    private long simulatedOrigin;

    private long realOrigin;
    private boolean begun;
    private boolean stopped;
    private long stoppedAt;

    private long behind;
    private long mostBehind;

    /**
     * Sets the pace of a conductor; time begins to count with its first turn.
     *
     * @param realClock real time
     * @param strict how far it may fall behind; 0 = any
     */
    Pacer(Syscalls sys, Poller poller, Conductor conductor, LongSupplier realClock, long strict) {
        this.realClock = realClock;
        this.conductor = conductor;
        this.strict = strict;
        alarm = new Alarm(sys, poller, conductor::goAhead);
        conductor.steering().setPace(this);
    }

    /** Sets how many times as fast as real time it may go from now on; 0 = as fast as possible. */
    void setSpeed(double factor) {
        speed = factor;
        behind = 0;
        begun = false;
    }

    double speed() {
        return speed;
    }

    /** How much later than due the last turn was taken. */
    long behind() {
        return behind;
    }

    /** The most that any turn was late. */
    long mostBehind() {
        return mostBehind;
    }

    /** Whether it fell behind farther than allowed. */
    boolean isTooLate() {
        return strict != 0 && mostBehind > strict;
    }

    /**
     * Real time does not count while the simulation is paused. That it goes on need not be said
     * before a turn: {@link #allows} is asked only then.
     */
    void setStopped(boolean paused) {
        if (paused != stopped) {
            stopped = paused;
            if (paused) {
                stoppedAt = realClock.getAsLong();
            } else {
                realOrigin += realClock.getAsLong() - stoppedAt;
            }
        }
    }

    @Override
    public boolean allows(long time) {
        setStopped(false);
        if (speed == 0) {
            return true;
        }
        long now = realClock.getAsLong();
        if (!begun) {
            begun = true;
            realOrigin = now;
            simulatedOrigin = conductor.situation().now();
        }
        // Far times make this as long as a long can be, and no longer: no sum here overflows.
        long left = (long) ((time - simulatedOrigin) / speed) - (now - realOrigin);
        behind = Math.max(-left, 0);
        if (left > 0) {
            alarm.set(Math.min(left, LONGEST_NAP));
            return false;
        }
        mostBehind = Math.max(mostBehind, behind);
        return !isTooLate();
    }

    @Override
    public void close() {
        alarm.close();
    }
}
