// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.LiveWords;
import dev.almanac.trace.Event;
import dev.almanac.trace.ParticipantStatistics;
import dev.almanac.trace.RecordedParticipant;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.trace.Statistics;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks at a simulation through its recording, which may be written meanwhile. */
final class RecordingSource implements SnapshotSource {
    private final Recording recording;
    private final Statistics statistics;

    private RecordingSource(Recording recording) {
        this.recording = recording;
        statistics = new Statistics(recording);
    }

    /**
     * Opens a recording.
     *
     * @throws UsageException if it is none
     */
    static RecordingSource of(String path) throws UsageException {
        try {
            return new RecordingSource(Recording.open(path));
        } catch (RecordingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Snapshot look() throws UsageException {
        boolean isWritten = isWritten(); // first: what was written last is read behind that
        try {
            statistics.readOn();
        } catch (RecordingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Event last = statistics.last();
        String end = end(isWritten);
        long real = end == null ? sinceBegin() : last == null ? 0 : last.real();
        RecordedParticipant runner = statistics.runner();
        List<Snapshot.Participant> participants = new ArrayList<>();
        for (ParticipantStatistics participant : statistics.participants()) {
            if (!participant.who().isGone()) {
                participants.add(participant(participant, runner, real));
            }
        }
        return new Snapshot(
                participants.isEmpty() ? LiveWords.GATHERING : LiveWords.RUNNING,
                real,
                last == null ? 0 : last.time(),
                statistics.grants(),
                runner == null ? null : runner.name(),
                0,
                participants,
                end);
    }

    private Snapshot.Participant participant(
            ParticipantStatistics it, @Nullable RecordedParticipant runner, long real) {
        boolean runs = it.who() == runner;
        return new Snapshot.Participant(
                it.who().number(),
                it.who().name(),
                it.who().pid(),
                runs ? LiveWords.RUNNING : LiveWords.WAITING,
                it.request(),
                it.runs(),
                it.heldNanos() + (runs ? Math.max(0, real - statistics.runnerSince()) : 0),
                it.received() + it.sent());
    }

    private long sinceBegin() {
        Instant begun = Instant.ofEpochSecond(0, recording.run().begun());
        return Duration.between(begun, Instant.now()).toNanos();
    }

    private boolean isWritten() {
        return ProcessHandle.of(recording.run().pid()).isPresent();
    }

    private @Nullable String end(boolean isWritten) {
        Event end = recording.end();
        if (end == null) {
            return isWritten ? null : "nobody writes the recording any more, and it has no end";
        }
        return switch (end.op()) {
            case Event.CUT_OFF -> "there was no room to record more";
            case Event.STOPPED -> "the simulation was told to stop";
            default -> "the simulation is over, with exit status " + end.op();
        };
    }

    @Override
    public void close() {
        recording.close();
    }
}
