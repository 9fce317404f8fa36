// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import org.jspecify.annotations.Nullable;

/**
 * Somebody in a recording, as far as it has been read: a participant, or a network card whose
 * participant is not known.
 */
public final class RecordedParticipant {
    private final int number;
    private final int pid;
    private final boolean card;
    private @Nullable Long id;
    private boolean started;
    private boolean gone;
    private long startedAt;
    private boolean sharesTime;

    RecordedParticipant(int number, int pid, boolean card) {
        this.number = number;
        this.pid = pid;
        this.card = card;
    }

    /** Takes over what an event says about it. */
    void see(Event event) {
        switch (event.type()) {
            case NAMED -> id = event.value();
            case STARTED -> {
                started = true;
                startedAt = event.time();
            }
            case GRANTED, WAITED -> sharesTime = event.sharesTime();
            case REMOVED -> gone = true;
            default -> {}
        }
    }

    /** Its number in the events, from 1: the how-manieth connection it is. */
    public int number() {
        return number;
    }

    /** Its process, 0 if unknown. */
    public int pid() {
        return pid;
    }

    /** The ID that it told; null if none. */
    public @Nullable Long id() {
        return id;
    }

    /** What the digest of a schedule knows it by. */
    long identity() {
        return id == null ? ~(long) number : id;
    }

    /** Its name in all that is printed: id:HEX, unnamed-N, or card-N. */
    public String name() {
        return id == null ? firstName() : "id:" + Long.toHexString(id);
    }

    /** Its name before it told an ID. */
    String firstName() {
        return (card ? "card-" : "unnamed-") + number;
    }

    /** Whether it has started; so also when it is gone. */
    public boolean hasStarted() {
        return started;
    }

    /** Whether it is gone. */
    public boolean isGone() {
        return gone;
    }

    /** When it started, in nanoseconds of simulated time; its own time begins there. */
    public long startedAt() {
        return startedAt;
    }

    /** Whether it reads times in shared memory; false until it first got the floor. */
    public boolean sharesTime() {
        return sharesTime;
    }

    /** As its name. */
    @Override
    public String toString() {
        return name();
    }
}
