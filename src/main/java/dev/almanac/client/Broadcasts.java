// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import java.util.ArrayDeque;

/**
 * The broadcasts that came from the calendar, to be heard in that order, each once; and the own one
 * that others hear, if there is one.
 *
 * <p>Belongs to the participant's thread.
 */
final class Broadcasts {
    private record Broadcast(int seq, long bits) {}

    private final Conversation calendar;
    private final Matter matter;
    private final ArrayDeque<Broadcast> unheard = new ArrayDeque<>();
    private boolean hearing;
    private boolean sending;
    private int sent;

    Broadcasts(Conversation calendar, Matter matter) {
        this.calendar = calendar;
        this.matter = matter;
    }

    /** Sends one, with that sequence number. Any number of questions may come before its answer. */
    int send(int seq) {
        sending = true;
        sent = seq;
        return seq;
    }

    /** Whether the own one is not answered yet: not everybody has heard it. */
    boolean isSending() {
        return sending;
    }

    /** An answer came; whether it was that to the own one. */
    boolean answer(int seq) {
        boolean its = sending && seq == sent;
        sending &= !its;
        return its;
    }

    /** One came. */
    void add(int seq, long bits) {
        unheard.add(new Broadcast(seq, bits));
    }

    /** Whether all that came was heard. */
    boolean isEmpty() {
        return unheard.isEmpty();
    }

    /** Hears what came; while one is being heard, the next is heard after that one. */
    void hear() {
        if (!hearing) {
            hearNow();
        }
    }

    /**
     * Hears what came, also while one is being heard: when that waits for others. Who is
     * interrupted before it knows the time hears the rest later.
     */
    void hearNow() {
        boolean wasHearing = hearing;
        hearing = true;
        try {
            while (!calendar.isLeft() && !unheard.isEmpty()) {
                if (matter.isListening()) {
                    calendar.catchUp();
                }
                hear(unheard.remove());
            }
        } finally {
            hearing = wasHearing;
        }
    }

    /** The sender waits until this one has heard it, also if its listener fails. */
    private void hear(Broadcast broadcast) {
        try {
            matter.heard(broadcast.bits());
        } finally {
            if (!calendar.isLeft()) {
                calendar.confirm(broadcast.seq());
            }
        }
    }
}
