// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.client.CommonTime;
import dev.almanac.sched.SharedTime;
import dev.almanac.sched.TakenOver;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that the threads of a simulation share, both as its conductor and as its participants
 * see it. All of them are here, so nobody's claims have to be checked, and requests go another way:
 * straight into the calendar.
 */
final class InnerTime implements SharedTime, CommonTime {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong freeUntil = new AtomicLong();

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
        now.setRelease(time);
        freeUntil.setRelease(horizon);
    }

    @Override
    public void calendarRuns() {}

    @Override
    public void currentTime(long time) {
        now.setRelease(time);
    }

    @Override
    public long currentTime() {
        return now.getAcquire();
    }

    @Override
    public long freeUntil() {
        return freeUntil.getAcquire();
    }

    /** Any thread: of several that hear a broadcast each may want something. */
    @Override
    public void lowerHorizon(long time) {
        long seen = freeUntil();
        while (before(time, seen) && !freeUntil.weakCompareAndSetVolatile(seen, time)) {
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
