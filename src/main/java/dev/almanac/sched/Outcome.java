// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** How a simulation ended. */
public enum Outcome {
    /** The last participant left. */
    ENDED("the last participant has left"),

    /** Participants are left, but none of them has a request: nothing can ever happen again. */
    STUCK("no participant has anything planned, so nothing can happen any more");

    private final String why;

    Outcome(String why) {
        this.why = why;
    }

    /** For whoever still waits for something to happen: that it will not, and why. */
    public String describe(long now) {
        return "the simulation has ended at " + now + " ns: " + why;
    }
}
