// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.trace.Event;

/** How a calendar's run ended. */
public enum Ending {
    /** The last participant left, and none broke the protocol. */
    CLEAN(0),

    /** The last participant left; some had broken the protocol, or found no room. */
    WITH_VIOLATIONS(1),

    /** Participants were left, but none of them had a request. */
    STUCK(3),

    /** Nothing happened for too long. */
    HUNG(4),

    /** It fell behind the speed that was asked for. */
    BEHIND(5),

    /** It was told to stop, and none had broken the protocol. */
    STOPPED(Event.STOPPED),

    /** It was told to stop, or --strict did; some had broken the protocol, or found no room. */
    STOPPED_WITH_VIOLATIONS(1);

    private final int recorded;

    Ending(int recorded) {
        this.recorded = recorded;
    }

    /** As a recording has it: as the program's exit status, or {@link Event#STOPPED}. */
    int recorded() {
        return recorded;
    }
}
