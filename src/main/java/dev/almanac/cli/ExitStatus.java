// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.Ending;

/** What the program's exit status says. Ended by a signal, it is 128 and the signal's number. */
enum ExitStatus {
    /** All went well. */
    SUCCESS(0, "the last participant left, there was none to wait for, or ctl stopped it"),

    /** The simulation ended, but some had broken the protocol, or found no room. */
    VIOLATIONS(
            1,
            "likewise, or --strict ended it: connections had been closed for breaking the protocol,"
                    + " or refused for want of room; 3, 4 and 5 go before it"),

    /** Two recordings are not of equal runs. */
    DIFFERENT(1, "of diff: the recordings part"),

    /** Somebody asked for what cannot be done now. */
    REFUSED(1, "of ctl: the calendar refused the command"),

    /** The command line cannot be followed, or the calendar could not begin. */
    USAGE(2, "the command line or the socket's path is at fault; nothing was started"),

    /** Participants were left, but nobody had a request. */
    STUCK(3, "participants were left, but none had a request: nothing could ever happen again"),

    /** Whoever had to say something did not for longer than --hang-timeout. */
    HUNG(4, "nothing happened for --hang-timeout"),

    /** Simulated time passed more slowly than --speed by more than --speed-strict. */
    BEHIND(5, "the simulation fell behind --speed by more than --speed-strict"),

    /** Something in Almanac itself, or in the system under it, failed. */
    FAILURE(70, "an error in Almanac, or in the system under it");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** What it says, in a few words, for people. */
    String meaning() {
        return meaning;
    }

    static ExitStatus of(Ending ending) {
        return switch (ending) {
            case CLEAN, STOPPED -> SUCCESS;
            case WITH_VIOLATIONS, STOPPED_WITH_VIOLATIONS -> VIOLATIONS;
            case STUCK -> STUCK;
            case HUNG -> HUNG;
            case BEHIND -> BEHIND;
        };
    }
}
