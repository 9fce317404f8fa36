// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** Notices when grant follows grant at one instant, so that time does not go on. */
final class Storm {
    private final long warnAt;
    private long instant;
    private long grants;
    private long nextWarning;

    /**
     * Nothing was granted yet.
     *
     * @param warnAt after how many grants at one instant to say so; 0 = never
     */
    Storm(long warnAt) {
        this.warnAt = warnAt;
        nextWarning = warnAt;
    }

    /** How many grants there were at this instant. */
    long grants() {
        return grants;
    }

    /** Somebody is given the floor; whether it is time to say so, after ten times as many each. */
    boolean granted(long now) {
        if (now != instant) {
            instant = now;
            grants = 0;
            nextWarning = warnAt;
        }
        if (++grants != nextWarning) {
            return false;
        }
        nextWarning *= 10;
        return true;
    }
}
