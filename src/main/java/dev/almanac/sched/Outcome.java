// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** How a simulation ended. */
public enum Outcome {
    /** The last participant left. */
    ENDED,

    /** Participants are left, but none of them has a request: nothing can ever happen again. */
    STUCK
}
