// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.sched.Breakpoint.AtBroadcast;
import dev.almanac.sched.Breakpoint.AtParticipant;
import dev.almanac.sched.Breakpoint.AtTime;
import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When people want the simulation to pause, and how fast it may go: reasons to give nobody the
 * floor although it is free. Whoever is next, it stays that: no request, time or horizon depends on
 * what is here, so that a simulation that was paused gives the same grants as one that was not.
 *
 * <p>Belongs to the conductor's thread. After what may let the simulation go on, call {@link
 * Conductor#goAhead}.
 */
public final class Steering {
    private final List<Breakpoint> breakpoints = new ArrayList<>();
    private Pace pace = Pace.UNBOUNDED;

    private boolean paused;
    private boolean napping;
    private String reason = "";

    /** How many grants there may be until it pauses; 0 = as many as there are. */
    private long grantsLeft;

    /** Whose breakpoint is done with, until it has had the floor. */
    private @Nullable Session passed;

    Steering() {}

    /** Sets how fast time may pass, from the next turn on. */
    public void setPace(Pace newPace) {
        pace = newPace;
        napping = false;
    }

    /** Pauses as soon as nobody runs. */
    public void pause() {
        pauseFor("pause");
    }

    /** Goes on, until something else says to pause. */
    public void resume() {
        paused = false;
        reason = "";
        grantsLeft = 0;
    }

    /** Goes on for so many grants, 1 or more; then it pauses. */
    public void step(long grants) {
        resume();
        grantsLeft = grants;
    }

    /** Pauses there, too. */
    public void add(Breakpoint breakpoint) {
        if (!breakpoints.contains(breakpoint)) {
            breakpoints.add(breakpoint);
        }
    }

    /** Forgets all breakpoints. */
    public void clearBreakpoints() {
        breakpoints.clear();
    }

    /** Where it will pause. */
    public List<Breakpoint> breakpoints() {
        return Collections.unmodifiableList(breakpoints);
    }

    /** Whether it is to pause, or has. Who runs may still do so. */
    public boolean isPaused() {
        return paused;
    }

    /** Why it pauses: {@code pause}, {@code step} or a breakpoint; empty if it does not. */
    public String reason() {
        return reason;
    }

    /** Whether the next turn waits until it is time for it. */
    public boolean isNapping() {
        return napping;
    }

    /**
     * Whether the next turn may be taken now.
     *
     * @param next who is to be given the floor; null for a turn of the calendar's own
     */
    boolean admits(long time, @Nullable Session next) {
        napping = !pace.allows(time);
        return !napping && (breakpoints.isEmpty() || !breaksBefore(time, next));
    }

    /** Somebody was given the floor. */
    void granted() {
        passed = null;
        if (grantsLeft > 0 && --grantsLeft == 0) {
            pauseFor("step");
        }
    }

    /** Somebody sent a BROADCAST. */
    void broadcast() {
        for (int i = 0; i < breakpoints.size(); i++) { // an iterator would be an object
            if (breakpoints.get(i) instanceof AtBroadcast breakpoint) {
                pauseFor(breakpoint.toString());
            }
        }
    }

    private boolean breaksBefore(long time, @Nullable Session next) {
        boolean breaks = false;
        for (int i = breakpoints.size() - 1; i >= 0; i--) {
            Breakpoint breakpoint = breakpoints.get(i);
            boolean here =
                    switch (breakpoint) {
                        case AtTime at -> !before(time, at.time());
                        case AtParticipant at ->
                                next != null && next != passed && next.id() == at.id();
                        case AtBroadcast at -> false;
                    };
            if (here) {
                pauseFor(breakpoint.toString());
                breaks = true;
                if (breakpoint instanceof AtTime) {
                    breakpoints.remove(i);
                }
            }
        }
        if (breaks) {
            passed = next;
        }
        return breaks;
    }

    private void pauseFor(String why) {
        paused = true;
        reason = why;
        grantsLeft = 0;
    }
}
