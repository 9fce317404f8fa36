// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import java.lang.foreign.MemorySegment;

/**
 * The time that a calendar and its participants share, as one of them reads and writes it. Times
 * are the calendar's, in nanoseconds.
 *
 * <p>Belongs to the participant's thread.
 */
public interface CommonTime {
    /**
     * What is shared in a calendar's memory. The participant says there that it takes part: to be
     * called before it says anything else.
     *
     * @param slot the participant's place there
     */
    static CommonTime in(MemorySegment memory, int slot) {
        return new TimeInMemory(memory, slot);
    }

    /** The time of whoever runs, as far as it told. */
    long currentTime();

    /** Tells the time; only while this participant runs. */
    void currentTime(long now);

    /** Up to when, exclusively, whoever runs may go by itself. */
    long freeUntil();

    /** Makes sure that whoever runs stops at that time, at the latest. */
    void lowerHorizon(long time);

    /** Whether whoever runs reads its horizon here; otherwise it has to be told by the calendar. */
    boolean runnerShares();

    /** Asks to run. */
    void request(long time);

    /** The request is granted. */
    void requestGranted();
}
