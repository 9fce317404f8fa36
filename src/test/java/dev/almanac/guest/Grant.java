// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One RUN of the calendar.
 *
 * @param participant as the calendar writes it, {@code id:} and the ID in hexadecimal
 * @param time the simulated time, in nanoseconds; not the participant's own
 */
record Grant(String participant, long time) {
    private static final Pattern RUN_LINE =
            Pattern.compile(
                    "^\\[ *\\d+]\\[ *(?<time>\\d+)]\\[(?<who>\\S+)[^]]*] > *\\d+\\| *RUN @ ",
                    Pattern.MULTILINE);

    /** All grants in what a calendar with {@code --debug=2} printed, in their order. */
    static List<Grant> parse(String debugLines) {
        return RUN_LINE.matcher(debugLines).results().map(Grant::of).toList();
    }

    private static Grant of(MatchResult line) {
        return new Grant(line.group("who"), Long.parseLong(line.group("time")));
    }
}
