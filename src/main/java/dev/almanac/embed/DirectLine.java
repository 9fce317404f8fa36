// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CommonTime;
import dev.almanac.session.Session;
import dev.almanac.wire.Op;

/**
 * The line of a participant that does the conductor's steps itself. It asks to run with its WAIT,
 * and through the calendar's mailboxes while it waits already.
 */
final class DirectLine extends LocalLine {
    /** The participant at the calendar's end. */
    final Session session;

    /** The how-manieth of its simulation it is. */
    final long number;

    private final InnerStage stage;

    /** Whether it asks to run at {@link #request} with its next WAIT. */
    private boolean requests;

    private long request;

    DirectLine(InnerStage stage, Inbox inbox, Session session, long number) {
        super(inbox);
        this.stage = stage;
        this.session = session;
        this.number = number;
    }

    @Override
    void say(int op, int seq, long time) {
        if (requests && op == Op.WAIT) {
            requests = false;
            stage.waits(session, seq, request);
        } else {
            stage.received(session, op, seq, time);
        }
    }

    @Override
    public CommonTime commonTime(int slot) {
        return stage.time();
    }

    @Override
    public boolean post(long time) {
        if (hasFloor()) {
            requests = true;
            request = time;
        } else {
            stage.calendar().post(session.slot(), time);
        }
        return true;
    }

    @Override
    void leave() {
        stage.disconnected(session);
    }
}
