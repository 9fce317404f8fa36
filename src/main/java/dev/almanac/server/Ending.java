// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/** How a calendar's run ended. */
public enum Ending {
    /** The last participant left, and none broke the protocol. */
    CLEAN,

    /** The last participant left; some had broken the protocol, or found no room. */
    WITH_VIOLATIONS,

    /** Participants were left, but none of them had a request. */
    STUCK,

    /** Nothing happened for too long. */
    HUNG,

    /** It fell behind the speed that was asked for. */
    BEHIND,

    /** It was told to stop. */
    STOPPED
}
