// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** How fast simulated time may pass, measured by a clock that the scheduler does not know. */
public interface Pace {
    /** As fast as possible. */
    Pace UNBOUNDED = time -> true;

    /**
     * Whether simulated time may be that by now. Asked before each turn; whoever says no calls
     * {@link Conductor#goAhead} when it may be time.
     */
    boolean allows(long time);
}
