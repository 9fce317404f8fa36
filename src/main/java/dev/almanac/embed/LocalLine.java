// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Line;
import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The line of a participant in the calendar's own process. It shares the calendar's memory, and
 * asks to run through the calendar's mailboxes.
 *
 * <p>Belongs to the participant's thread.
 */
final class LocalLine implements Line {
    /** The participant at the calendar's end. */
    final Session session;

    /** Where the participant hears. */
    final Inbox inbox;

    /** The how-manieth of its simulation it is. */
    final long number;

    private final Stage stage;
    private @Nullable Listener listener;
    private boolean closed;
    private volatile @Nullable String cut;

    LocalLine(Stage stage, Inbox inbox, Session session, long number) {
        this.stage = stage;
        this.inbox = inbox;
        this.session = session;
        this.number = number;
    }

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
        stage.received(session, op, seq, time);
    }

    @Override
    public void flush() {
        // What was said has been heard.
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

    /** The calendar said that. */
    void hear(int op, int seq, long time) {
        if (closed) {
            return; // to whoever was here before
        }
        listener().hear(op, seq, time);
        if (listener().isRunning()) {
            inbox.holder = this;
        }
    }

    @Override
    public MemorySegment memory(int slot) {
        return stage.memory();
    }

    @Override
    public boolean post(long time) {
        stage.calendar().post(session.slot(), time);
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (inbox.holder == this) {
                inbox.holder = null;
            }
            stage.disconnected(session);
        }
    }

    @Override
    public void cut() {
        cut("another thread has closed this participant; close it here too");
    }

    /** Any thread: the participant cannot go on, for that reason. */
    void cut(String why) {
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
        String why = cut;
        if (why != null) {
            throw new CalendarGoneException(why);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CalendarInterruptedException(
                    "interrupted while waiting for the simulation; close the participant, or clear"
                            + " the interruption and go on");
        }
    }
}
