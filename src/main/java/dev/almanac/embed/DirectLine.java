// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.session.Session;

import java.lang.foreign.MemorySegment;

/**
 * The line of a participant that does the conductor's steps itself, and asks to run through the
 * calendar's mailboxes.
 */
final class DirectLine extends LocalLine {
    /** The participant at the calendar's end. */
    final Session session;

    /** The how-manieth of its simulation it is. */
    final long number;

    private final InnerStage stage;

    DirectLine(InnerStage stage, Inbox inbox, Session session, long number) {
        super(inbox);
        this.stage = stage;
        this.session = session;
        this.number = number;
    }

    @Override
    void say(int op, int seq, long time) {
        stage.received(session, op, seq, time);
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
    void leave() {
        stage.disconnected(session);
    }
}
