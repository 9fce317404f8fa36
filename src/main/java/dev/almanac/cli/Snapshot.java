// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a simulation was doing at a moment.
 *
 * @param phase in a word
 * @param real nanoseconds of real time since it began
 * @param simulated nanoseconds of simulated time
 * @param grants how often somebody was given the floor
 * @param runner the name of whoever has the floor; null for nobody
 * @param missing how many participants must still come before the first one starts
 * @param participants who takes part, or has asked to
 * @param end how it ended, in a sentence; null if it goes on
 */
record Snapshot(
        String phase,
        long real,
        long simulated,
        long grants,
        @Nullable String runner,
        int missing,
        List<Participant> participants,
        @Nullable String end) {
    /**
     * One of the participants.
     *
     * @param number among all connections; of two with the same name each has its own
     * @param name as in all output
     * @param pid its process; 0 if unknown
     * @param state in a few words
     * @param request when it has asked to run; null if it has not, or that is not known
     * @param runs how often it had the floor
     * @param held how long it did, in nanoseconds of real time
     * @param messages how many went to it and came from it
     */
    record Participant(
            int number,
            String name,
            int pid,
            String state,
            @Nullable Long request,
            long runs,
            long held,
            long messages) {}

    /** Before anything happened. */
    static final Snapshot NOTHING = new Snapshot("", 0, 0, 0, null, 0, List.of(), null);

    /** The same, but something else is known of the whole. */
    Snapshot but(String newPhase, @Nullable String newEnd) {
        return new Snapshot(
                newPhase, real, simulated, grants, runner, missing, participants, newEnd);
    }

    /** The participants by their numbers. */
    Map<Integer, Participant> byNumber() {
        Map<Integer, Participant> all = HashMap.newHashMap(participants.size());
        participants.forEach(participant -> all.put(participant.number(), participant));
        return all;
    }
}
