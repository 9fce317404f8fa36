// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** What the conductor sees when no memory is shared: nothing, ever. */
final class NoSharedTime implements SharedTime {
    @Override
    public int announced(int slot) {
        return 0;
    }

    @Override
    public boolean enter(int slot, long id) {
        return true;
    }

    @Override
    public void leave(int slot) {}

    @Override
    public void run(int slot, long now, long horizon) {}

    @Override
    public void calendarRuns() {}

    @Override
    public void currentTime(long now) {}

    @Override
    public long currentTime() {
        throw new IllegalStateException("nobody shares time");
    }

    @Override
    public void lowerHorizon(long time) {}

    @Override
    public boolean sharesTime(int slot) {
        return false;
    }

    @Override
    public boolean isRequested(int slot) {
        return false;
    }

    @Override
    public int nextNew(int from, int end, TakenOver known) {
        return end;
    }

    @Override
    public long requestTime(int slot) {
        throw new IllegalStateException("nobody shares time");
    }

    @Override
    public void request(int slot, long time) {}

    @Override
    public void clearRequest(int slot) {}
}
