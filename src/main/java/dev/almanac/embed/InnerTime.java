// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.client.CommonTime;
import dev.almanac.sched.SharedTime;
import dev.almanac.sched.TakenOver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The time that the threads of a simulation share, both as its conductor and as its participants
 * see it. All of them are here, so nobody's claims have to be checked, and requests go another way:
 * straight into the calendar.
 */
final class InnerTime implements SharedTime, CommonTime {
    private static final VarHandle NOW = handle("now");
    private static final VarHandle FREE_UNTIL = handle("freeUntil");

    private long now;
    private long freeUntil;

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(InnerTime.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public int announced(int slot) {
        return slot;
    }

    @Override
    public boolean enter(int slot, long id) {
        return true;
    }

    @Override
    public void leave(int slot) {}

    @Override
    public void run(int slot, long time, long horizon) {
        NOW.setRelease(this, time);
        FREE_UNTIL.setRelease(this, horizon);
    }

    @Override
    public void calendarRuns() {}

    @Override
    public void currentTime(long time) {
        NOW.setRelease(this, time);
    }

    @Override
    public long currentTime() {
        return (long) NOW.getAcquire(this);
    }

    @Override
    public long freeUntil() {
        return (long) FREE_UNTIL.getAcquire(this);
    }

    /** Any thread: of several that hear a broadcast each may want something. */
    @Override
    public void lowerHorizon(long time) {
        long seen = freeUntil();
        while (before(time, seen) && !FREE_UNTIL.weakCompareAndSet(this, seen, time)) {
            seen = freeUntil();
        }
    }

    @Override
    public boolean sharesTime(int slot) {
        return true;
    }

    @Override
    public boolean runnerShares() {
        return true;
    }

    @Override
    public boolean isRequested(int slot) {
        return false;
    }

    @Override
    public long requestTime(int slot) {
        throw new IllegalStateException("nobody requests here");
    }

    @Override
    public int nextNew(int from, int end, TakenOver known) {
        return end;
    }

    @Override
    public void request(long time) {
        throw new IllegalStateException("who takes part here posts its requests");
    }

    @Override
    public void request(int slot, long time) {
        request(time);
    }

    @Override
    public void requestGranted() {}

    @Override
    public void clearRequest(int slot) {}
}
