// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

/**
 * The time that all share, in one participant's own time.
 *
 * <p>Belongs to the participant's thread.
 */
final class SharedClock {
    private final CommonTime common;
    private final long offset;

    /** From now on, the participant's own time 0. */
    SharedClock(CommonTime common) {
        this.common = common;
        offset = common.currentTime();
    }

    /** An own time as the calendar's. */
    long toCalendar(long own) {
        return own + offset;
    }

    /** The time of whoever runs, as far as it told. */
    long now() {
        return common.currentTime() - offset;
    }

    /** Tells the time; only while this participant runs. */
    void tell(long now) {
        common.currentTime(now + offset);
    }

    /** Whether that time is before the horizon of whoever runs, who may go there by itself. */
    boolean isFree(long time) {
        return before(time + offset, common.freeUntil());
    }

    /** Whoever runs is to stop at that time, at the latest. */
    void stopRunnerAt(long time) {
        common.lowerHorizon(time + offset);
    }

    /** Whether whoever runs reads its horizon here; otherwise it has to be told by the calendar. */
    boolean runnerShares() {
        return common.runnerShares();
    }

    /** Asks to run. */
    void request(long time) {
        common.request(time + offset);
    }

    /** The request is granted. */
    void requestGranted() {
        common.requestGranted();
    }
}
