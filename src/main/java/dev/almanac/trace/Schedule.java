// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Reads a recording step by step of its schedule, and remembers the last events. Belongs to the
 * recording's thread.
 */
public final class Schedule {
    private final Recording recording;
    private final int remembered;
    private final ArrayDeque<Event> last = new ArrayDeque<>();
    private final Digest digest = new Digest();
    private long steps;

    /**
     * The schedule from the recording's begin on.
     *
     * @param remembered how many events to remember
     */
    public Schedule(Recording recording, int remembered) {
        this.recording = recording;
        this.remembered = remembered;
    }

    /**
     * The next step; null when there is none.
     *
     * @throws RecordingException if the recording cannot be read
     */
    public @Nullable Step next() throws RecordingException {
        for (Event event = recording.next(); event != null; event = recording.next()) {
            remember(event);
            boolean broadcast = event.type() == EventType.RECEIVED && event.op() == Op.BROADCAST;
            boolean runs = event.type() == EventType.STARTED || event.type() == EventType.GRANTED;
            if (runs || broadcast) {
                steps++;
                RecordedParticipant who = recording.participant(event.participant());
                if (broadcast) {
                    digest.broadcast(who.identity(), event.time(), event.value());
                } else {
                    digest.ran(who.identity(), event.time());
                }
                long bits = broadcast ? event.value() : 0;
                return new Step(event.type(), who.name(), event.time(), bits);
            }
        }
        return null;
    }

    private void remember(Event event) {
        if (last.size() == remembered) {
            last.removeFirst();
        }
        last.add(event);
    }

    /** How many steps there were. */
    public long steps() {
        return steps;
    }

    /** The digest of the steps so far. */
    public long digest() {
        return digest.value();
    }

    /** The last events, that of the last step at the end. */
    public List<Event> lastEvents() {
        return List.copyOf(last);
    }
}
