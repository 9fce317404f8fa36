// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.trace.Event;
import dev.almanac.trace.EventType;
import dev.almanac.trace.RecordedParticipant;
import dev.almanac.trace.Recording;

import org.jspecify.annotations.Nullable;

/** Which events somebody wants to see. */
final class EventFilter {
    private final Recording recording;
    private final @Nullable String participant;
    private final @Nullable Long id;
    private final long from;
    private final long to;

    /**
     * A filter for a recording.
     *
     * @param participant a name as it is printed, or an ID; null for all
     * @param from the first simulated time, in nanoseconds
     * @param to the last
     */
    EventFilter(Recording recording, @Nullable String participant, long from, long to) {
        this.recording = recording;
        this.participant = participant;
        this.from = from;
        this.to = to;
        id = participant == null ? null : number(participant);
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            return null; // a name, then
        }
    }

    /** Whether an event passes; those before it have been read. */
    boolean lets(Event event) {
        return event.time() >= from && event.time() <= to && concerns(event);
    }

    private boolean concerns(Event event) {
        return participant == null
                || isMeant(event.participant())
                || (event.type() == EventType.FRAME_DELIVERED && isMeant(event.from()));
    }

    private boolean isMeant(int number) {
        if (number == 0) {
            return false;
        }
        RecordedParticipant who = recording.participant(number);
        return who.name().equals(participant) || (id != null && id.equals(who.id()));
    }
}
