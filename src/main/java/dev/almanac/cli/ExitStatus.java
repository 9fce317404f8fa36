// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.Ending;

/** What the program's exit status says. Ended by a signal, it is 128 and the signal's number. */
enum ExitStatus {
    /** All went well. */
    SUCCESS(0),

    /** The simulation ended, but connections were closed for breaking the protocol. */
    VIOLATIONS(1),

    /** The command line cannot be followed, or the calendar could not begin. */
    USAGE(2),

    /** Participants were left, but nobody had a request. */
    STUCK(3),

    /** Whoever had to say something did not for longer than --hang-timeout. */
    HUNG(4),

    /** Something in Almanac itself, or in the system under it, failed. */
    FAILURE(70);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitStatus of(Ending ending) {
        return switch (ending) {
            case CLEAN, STOPPED -> SUCCESS;
            case WITH_VIOLATIONS -> VIOLATIONS;
            case STUCK -> STUCK;
            case HUNG -> HUNG;
        };
    }
}
