// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import org.jspecify.annotations.Nullable;

/**
 * The way between a participant and its calendar: messages of the time-travel protocol, each an
 * operation of {@link dev.almanac.wire.Op}, a sequence number and a time. A socket is one; {@link
 * Participant#over} takes any other. Belongs to the participant's thread, but for {@link #cut}.
 */
public interface Line {
    /** Who gets what the calendar says. */
    interface Listener {
        /** The calendar said that. */
        void hear(int op, int seq, long time);

        /** Whether it has the floor. */
        boolean isRunning();

        /** Uses the floor and gives it back; for one that nobody waits for at the moment. */
        void takeTurn();
    }

    /** What comes goes to {@code listener} from now on; once, before anything else. */
    void connect(Listener listener);

    /** Takes a message along; it need not leave before {@link #flush} or {@link #await}. */
    void put(int op, int seq, long time);

    /** Sends what was taken along. */
    void flush();

    /**
     * Waits until there is a message, and passes one on.
     *
     * @throws CalendarGoneException if none can come any more
     * @throws CalendarInterruptedException if this thread is interrupted before one comes
     */
    void await();

    /** Passes on what is there already, without waiting. */
    void poll();

    /**
     * Like {@link #await}, for one that has not got the floor, or cannot go on without others: if
     * somebody else of this thread has the floor, that one takes its turn.
     */
    void awaitTurn();

    /**
     * The time that the calendar offered to share in its answer to START.
     *
     * @param slot the participant's place in the calendar
     * @return null if it offered none, or in a way that cannot be used
     */
    @Nullable CommonTime commonTime(int slot);

    /**
     * Asks to run at a time of the calendar's, other than by message or through the slot; only
     * while whoever has the floor shares the memory.
     *
     * @return false if this line knows no other way
     */
    boolean post(long time);

    /** The participant leaves. Does nothing the second time. */
    void close();

    /** Any thread: the participant's next wait, or the one it is in, fails; it is to be closed. */
    void cut();
}
