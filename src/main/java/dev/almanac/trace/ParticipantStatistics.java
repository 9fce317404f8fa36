// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/** What one participant did, and how long it took in real time. */
public final class ParticipantStatistics {
    /** The bounds of {@link #heldBelow}: 1 us, 10 us, ... 1 s. */
    private static final long[] DECADES = {
        1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private final RecordedParticipant who;
    private final Histogram held = new Histogram();
    private long runs;
    private long received;
    private long sent;
    private long framesSent;
    private long framesReceived;
    private long heldNanos;
    private long simulatedNanos;
    private long othersWaited;
    private long longestAt;
    private @Nullable Long request;

    ParticipantStatistics(RecordedParticipant who) {
        this.who = who;
    }

    /** A message, a grant or a frame. */
    void count(Event event) {
        switch (event.type()) {
            case RECEIVED -> {
                received++;
                if (event.op() == Op.REQUEST) {
                    request = event.value();
                }
            }
            case SENT -> sent++;
            case FRAME_SENT -> framesSent++;
            case FRAME_DELIVERED -> framesReceived++;
            case GRANTED -> {
                runs++;
                request = null;
            }
            default -> {}
        }
    }

    /** It had the floor, from one event to another, while so many others took part. */
    void held(Event from, Event to, int others) {
        long real = Math.max(0, to.real() - from.real());
        if (real > held.max() || held.count() == 0) {
            longestAt = from.time();
        }
        held.add(real);
        heldNanos += real;
        simulatedNanos += Math.max(0, to.time() - from.time());
        othersWaited += real * others;
    }

    /** Who it is. */
    public RecordedParticipant who() {
        return who;
    }

    /** How often it was given the floor with RUN. */
    public long runs() {
        return runs;
    }

    /**
     * When it has asked to run, in nanoseconds of simulated time; null if it has not, or shares
     * memory: what it asks there is in no message.
     */
    public @Nullable Long request() {
        return request == null || who.sharesTime() ? null : who.startedAt() + request;
    }

    /** How many messages came from it. */
    public long received() {
        return received;
    }

    /** How many went to it. */
    public long sent() {
        return sent;
    }

    /** How many frames it sent. */
    public long framesSent() {
        return framesSent;
    }

    /** How many frames it got. */
    public long framesReceived() {
        return framesReceived;
    }

    /** How long it had the floor, in nanoseconds of real time. */
    public long heldNanos() {
        return heldNanos;
    }

    /** The length of a run that a part of its runs, 0 to 1, does not exceed; real time. */
    public long heldQuantile(double part) {
        return held.quantile(part);
    }

    /** Its longest run. */
    public long heldMax() {
        return held.max();
    }

    /** The simulated time when its longest run began. */
    public long longestAt() {
        return longestAt;
    }

    /**
     * How many of its runs were shorter than 1 us, 10 us, 100 us, 1 ms, 10 ms, 100 ms, 1 s, and
     * not.
     */
    public long[] heldBelow() {
        return held.below(DECADES);
    }

    /** How much simulated time it told to have passed while it had the floor. */
    public long simulatedNanos() {
        return simulatedNanos;
    }

    /** How long others waited while it had the floor: the sum over all of them, in real time. */
    public long othersWaited() {
        return othersWaited;
    }
}
