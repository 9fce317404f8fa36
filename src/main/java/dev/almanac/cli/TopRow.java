// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

/**
 * What {@code top} says of a participant.
 *
 * @param participant as it is now
 * @param share of real time for which it had the floor since the last look: 0 to 1
 * @param runsPerSecond of real time, likewise
 * @param messagesPerSecond likewise
 */
record TopRow(
        Snapshot.Participant participant,
        double share,
        double runsPerSecond,
        double messagesPerSecond) {
    /**
     * What it did between two looks.
     *
     * @param was what it was at the first; null if it was not there
     * @param real how far they are apart, in nanoseconds
     */
    static TopRow between(
            Snapshot.@Nullable Participant was, Snapshot.Participant participant, double real) {
        long held = participant.held() - (was == null ? 0 : was.held());
        long runs = participant.runs() - (was == null ? 0 : was.runs());
        long messages = participant.messages() - (was == null ? 0 : was.messages());
        return real <= 0
                ? new TopRow(participant, 0, 0, 0)
                : new TopRow(participant, held / real, runs * 1e9 / real, messages * 1e9 / real);
    }
}
