// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarGoneException;

/** Where a simulation takes place. Any thread. */
interface Stage {
    /** Why it ends when nobody says another reason. */
    String CLOSED = "the simulation was closed";

    /**
     * Somebody takes part, and hears in that inbox.
     *
     * @throws CalendarGoneException if it is over
     */
    LocalLine connect(Inbox inbox);

    /**
     * Waits until those who have joined from elsewhere have left, too.
     *
     * @throws CalendarGoneException if it ends before that
     */
    void awaitEnd() throws InterruptedException;

    /** Ends it, if it has not ended; whoever waits is told why. */
    void end(String why);

    /** The simulated time in nanoseconds, as far as it is known. */
    long now();

    /** How often somebody was given the floor. */
    long grants();

    /** The digest of the schedule so far. */
    long digest();
}
