// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Line;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The line of a participant in the calendar's own process. It shares the calendar's memory.
 *
 * <p>Belongs to the participant's thread.
 */
abstract sealed class LocalLine implements Line permits DirectLine, ServedLine {
    /** Where the participant hears. */
    final Inbox inbox;

    private @Nullable Listener listener;
    private boolean closed;
    private volatile @Nullable String cut;

    LocalLine(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Says something to the calendar. */
    abstract void say(int op, int seq, long time);

    /** Whether the participant has the floor, as far as it has heard. */
    boolean hasFloor() {
        return inbox.holder == this;
    }

    /** Tells the calendar that the participant leaves, once. */
    abstract void leave();

    @Override
    public void connect(Listener hearer) {
        listener = hearer;
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void put(int op, int seq, long time) {
        if (op == Op.WAIT) {
            inbox.holder = null;
        }
        say(op, seq, time);
    }

    @Override
    public void flush() {
        checkIsThere(); // what was said is on its way, if there is anybody to hear it
    }

    @Override
    public void await() {
        inbox.await(this);
    }

    @Override
    public void poll() {
        inbox.poll();
    }

    @Override
    public void awaitTurn() {
        LocalLine holder = inbox.holder;
        if (holder == null || holder == this) {
            inbox.await(this);
        } else {
            holder.listener().takeTurn();
        }
    }

    /** The calendar said that, and now it is this participant's turn to hear it. */
    void take(int op, int seq, long time) {
        if (closed) {
            return; // to whoever was here before
        }
        listener().hear(op, seq, time);
        if (!closed && listener().isRunning()) {
            inbox.holder = this;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (hasFloor()) {
                inbox.holder = null;
            }
            leave();
        }
    }

    @Override
    public void cut() {
        cut("another thread has closed this participant; close it here too");
    }

    /** Any thread: the participant cannot go on, for that reason. */
    public void cut(String why) {
        cut = why;
        inbox.wake();
    }

    /**
     * The participant is about to wait.
     *
     * @throws CalendarGoneException if it would wait in vain
     * @throws CalendarInterruptedException if it is not to wait
     */
    void checkIsWanted() {
        checkIsThere();
        if (Thread.currentThread().isInterrupted()) {
            throw new CalendarInterruptedException(
                    "interrupted while waiting for the simulation; close the participant, or clear"
                            + " the interruption and go on");
        }
    }

    private void checkIsThere() {
        String why = cut;
        if (why != null) {
            throw new CalendarGoneException(why);
        }
    }
}
