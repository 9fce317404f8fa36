// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import dev.almanac.trace.Event;
import dev.almanac.trace.RecordedParticipant;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes a timeline of a recording. One thread's. */
public final class Reading {
    private final Recording recording;
    private final Timeline timeline;

    /** By their numbers in the recording. */
    private final Map<Integer, Integer> rows = new HashMap<>();

    private final Set<Integer> violators = new HashSet<>();

    /** By the numbers of the frames: the marks of their sending. */
    private final Map<Integer, Integer> frames = new HashMap<>();

    /** The last run: how far it could go on is known when the next one begins. */
    private @Nullable OpenRun run;

    private long now;
    private long real;

    private static final class OpenRun {
        private final Event begin;
        private boolean isFree;
        private long told;
        private long ended;
        private boolean hasEnded;

        private OpenRun(Event begin, boolean isFree) {
            this.begin = begin;
            this.isFree = isFree;
            told = begin.time();
        }
    }

    private Reading(Recording recording, String name) {
        this.recording = recording;
        timeline = new Timeline(name);
    }

    /**
     * Reads a recording to its end. Where it is damaged, the timeline ends there, and its note says
     * so; as it does when events are missing before or after.
     *
     * @param name what the timeline is called
     */
    public static Timeline of(Recording recording, String name) {
        Reading reading = new Reading(recording, name);
        reading.readAll();
        return reading.timeline;
    }

    private void readAll() {
        if (recording.lost() > 0) {
            timeline.note(
                    "Only the end of the run was recorded: %,d events before it are missing."
                            .formatted(recording.lost()));
        }
        try {
            for (Event event = recording.next(); event != null; event = recording.next()) {
                now = event.time();
                real = event.real();
                see(event);
            }
            Event end = recording.end();
            if (end == null) {
                timeline.note("The recording has no end: it is still written, or was interrupted.");
            } else if (end.op() == Event.CUT_OFF) {
                timeline.note("The recording ends before the run did: there was no room for more.");
            }
        } catch (RecordingException e) {
            timeline.damaged("Only a part could be read: " + e.getMessage() + ".");
        }
        closeRun();
        finishRun(now);
    }

    private void see(Event event) {
        switch (event.type()) {
            case STARTED -> {
                mark(MarkKind.STARTED, event);
                begin(event, false);
            }
            case GRANTED -> begin(event, true);
            case WAITED -> closeRun();
            case RECEIVED -> hear(event);
            case VIOLATED -> violators.add(event.participant());
            case REMOVED -> leave(event);
            case FRAME_SENT ->
                    frames.put(
                            event.number(),
                            mark(MarkKind.SENT, event, Timeline.NONE, event.bytes()));
            case FRAME_DELIVERED -> {
                int sent = frames.getOrDefault(event.number(), Timeline.NONE);
                mark(MarkKind.DELIVERED, event, sent, event.bytes());
            }
            default -> {} // nothing that is drawn
        }
    }

    private void begin(Event event, boolean isFree) {
        closeRun();
        finishRun(event.time());
        run = new OpenRun(event, isFree);
    }

    private void hear(Event event) {
        if (event.op() == Op.BROADCAST) {
            mark(MarkKind.BROADCAST, event, Timeline.NONE, event.value());
        } else if (event.op() == Op.UPDATE && run != null && runs(event.participant())) {
            RecordedParticipant teller = recording.participant(event.participant());
            long offset = teller.sharesTime() ? 0 : teller.startedAt();
            run.told = later(run.told, event.value() + offset);
        }
    }

    private void leave(Event event) {
        if (run != null && runs(event.participant())) {
            closeRun();
            run.isFree = false; // it left; when, it did not tell
        }
        if (rows.containsKey(event.participant())) {
            boolean isEvicted = violators.contains(event.participant());
            mark(isEvicted ? MarkKind.EVICTED : MarkKind.LEFT, event);
        }
    }

    private boolean runs(int participant) {
        return run != null && !run.hasEnded && run.begin.participant() == participant;
    }

    private void closeRun() {
        if (run != null && !run.hasEnded) {
            run.ended = real;
            run.hasEnded = true;
        }
    }

    /** Adds the last run: it can have gone on to its horizon, but not past what came next. */
    private void finishRun(long next) {
        if (run == null) {
            return;
        }
        Event begin = run.begin;
        long told = run.told;
        long horizon = run.isFree ? begin.value() : told;
        long free = later(told, horizon - next > 0 ? next : horizon);
        int row = row(begin.participant());
        timeline.run(row, begin.time(), told, free, begin.real(), run.ended);
        run = null;
    }

    /** The later of two times, which wrap. */
    private static long later(long a, long b) {
        return b - a > 0 ? b : a;
    }

    private void mark(MarkKind kind, Event event) {
        mark(kind, event, Timeline.NONE, 0);
    }

    private int mark(MarkKind kind, Event event, int peer, long value) {
        return timeline.mark(
                kind, row(event.participant()), event.time(), event.real(), peer, value);
    }

    private int row(int participant) {
        return rows.computeIfAbsent(
                participant,
                number -> {
                    RecordedParticipant newcomer = recording.participant(number);
                    return timeline.row(newcomer.id(), newcomer.name());
                });
    }
}
