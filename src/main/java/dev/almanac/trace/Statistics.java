// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What participants did in a recording, and for whom the others waited. */
public final class Statistics {
    private final Map<Integer, ParticipantStatistics> all = new TreeMap<>();
    private final Recording recording;
    private @Nullable Event running;
    private @Nullable Event first;
    private @Nullable Event last;
    private int present;

    private long grants;

    /** Nothing has been read yet. */
    public Statistics(Recording recording) {
        this.recording = recording;
    }

    /**
     * Reads a recording to its present end.
     *
     * @throws RecordingException if it cannot be read
     */
    public static Statistics of(Recording recording) throws RecordingException {
        Statistics statistics = new Statistics(recording);
        statistics.readOn();
        return statistics;
    }

    /**
     * Reads what was recorded since the last time.
     *
     * @throws RecordingException if it cannot be read
     */
    public void readOn() throws RecordingException {
        for (Event event = recording.next(); event != null; event = recording.next()) {
            see(event);
        }
    }

    private void see(Event event) {
        if (event.participant() != 0) {
            of(event.participant()).count(event);
        }
        switch (event.type()) {
            case STARTED -> {
                present++;
                takesFloor(event);
            }
            case GRANTED -> {
                grants++;
                takesFloor(event);
            }
            case WAITED -> leavesFloor(event);
            case REMOVED -> {
                leavesFloor(event);
                if (recording.participant(event.participant()).hasStarted()) {
                    present--;
                }
            }
            default -> {}
        }
        last = event;
    }

    private void takesFloor(Event event) {
        running = event;
        if (first == null) {
            first = event;
        }
    }

    private void leavesFloor(Event event) {
        Event begin = running;
        if (begin != null && begin.participant() == event.participant()) {
            of(event.participant()).held(begin, event, present - 1);
            running = null;
        }
    }

    private ParticipantStatistics of(int number) {
        return all.computeIfAbsent(
                number, it -> new ParticipantStatistics(recording.participant(it)));
    }

    /** Those who took part, whoever had the floor longest first. */
    public List<ParticipantStatistics> participants() {
        List<ParticipantStatistics> sorted = new ArrayList<>(all.values());
        sorted.removeIf(it -> !it.who().hasStarted());
        sorted.sort(Comparator.comparingLong(ParticipantStatistics::heldNanos).reversed());
        return sorted;
    }

    /** How often somebody was given the floor with RUN. */
    public long grants() {
        return grants;
    }

    /** Who has the floor after the last event; null for nobody. */
    public @Nullable RecordedParticipant runner() {
        return running == null ? null : recording.participant(running.participant());
    }

    /** Since when, in nanoseconds of real time since the recording began; 0 for nobody. */
    public long runnerSince() {
        return running == null ? 0 : running.real();
    }

    /** The last event; null if there was none. */
    public @Nullable Event last() {
        return last;
    }

    /** From the first START that was answered to the last event, in nanoseconds of real time. */
    public long realNanos() {
        return first == null || last == null ? 0 : last.real() - first.real();
    }

    /** Likewise, in nanoseconds of simulated time. */
    public long simulatedNanos() {
        return first == null || last == null ? 0 : last.time() - first.time();
    }
}
