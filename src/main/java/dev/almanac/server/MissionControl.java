// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

import jdk.jfr.FlightRecorder;

import org.jspecify.annotations.Nullable;

/**
 * Shows JDK Flight Recorder, and so JDK Mission Control, what a simulation does beside what the JVM
 * does: long runs, evictions, phases. Where nobody records, that costs a look at a flag; where
 * somebody does, an object a grant.
 *
 * <p>An event's class, once loaded, wakes up the whole of JDK Flight Recorder, a quarter of a
 * second of work. So none is touched before somebody starts a recording; a phase that began earlier
 * is not shown.
 */
final class MissionControl implements Journal {
    private @Nullable RunEvent run;
    private @Nullable PhaseEvent phase;
    private long now;

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void gathering(int expected) {
        begin("gathering", expected);
    }

    @Override
    public void gathered(int expected) {
        ended();
        begin("simulation", expected);
    }

    private void begin(String name, int participants) {
        if (FlightRecorder.isInitialized()) {
            phase = new PhaseEvent(name, participants);
            phase.begin();
        }
    }

    /** The last phase is over. */
    void ended() {
        if (phase != null) {
            phase.commit();
            phase = null;
        }
    }

    @Override
    public void started(Session session) {
        runs(session);
    }

    @Override
    public void granted(Session session, long horizon) {
        runs(session);
    }

    private void runs(Session session) {
        if (FlightRecorder.isInitialized() && RunEvent.isOn()) {
            RunEvent event = new RunEvent();
            event.participant = session.name();
            event.simulatedTime = now;
            event.begin();
            run = event;
        }
    }

    @Override
    public void waits(Session session) {
        RunEvent event = run;
        if (event != null) {
            event.commit(); // which looks at the threshold
            run = null;
        }
    }

    @Override
    public void removed(Session session) {
        if (run != null && session.name().equals(run.participant)) {
            waits(session);
        }
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        evicted(session, violation.name());
    }

    @Override
    public void dismissed(Session session) {
        evicted(session, null);
    }

    private void evicted(Session session, @Nullable String rule) {
        if (FlightRecorder.isInitialized()) {
            EvictionEvent event = new EvictionEvent();
            event.participant = session.name();
            event.rule = rule;
            event.simulatedTime = now;
            event.commit(); // which looks whether it is on
        }
    }
}
