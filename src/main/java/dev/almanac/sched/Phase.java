// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import java.util.Locale;

/** What a simulation does. */
public enum Phase {
    /** It waits until enough participants have asked to start. */
    GATHERING,

    /** Somebody has the floor, or will have it when all have answered that have to. */
    RUNNING,

    /** It waits for real time, which a pace is measured by. */
    NAPPING,

    /** It will pause when whoever runs gives the floor back. */
    PAUSING,

    /** It stands until somebody lets it go on. */
    PAUSED;

    /** In a word, as in all output. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
