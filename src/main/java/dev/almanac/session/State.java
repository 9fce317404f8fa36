// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/** Where a participant stands with the calendar, and so what it may say. */
public enum State {
    /** Connected, has not said anything. */
    CONNECTED("connected"),

    /** Sent START, which is answered when it is its turn to start. */
    ASKED_TO_START("starting"),

    /** Has the floor: from its START being answered, or from RUN, to its WAIT. */
    RUNNING("running"),

    /** Gave the floor back and waits for its next RUN. */
    WAITING("waiting"),

    /** Its connection is closed. */
    GONE("gone");

    private final String words;

    State(String words) {
        this.words = words;
    }

    /**
     * Which rule a message would break in this state, were it the only thing that is known.
     *
     * @param op any number, as received
     * @return null where the message is allowed as far as the state goes
     */
    public @Nullable Violation violationOf(int op) {
        return switch (op) {
            case Op.START -> this == CONNECTED ? null : Violation.STARTED_TWICE;
            case Op.WAIT, Op.UPDATE ->
                    isStarted() ? this == RUNNING ? null : Violation.NOT_RUNNING : unstarted();
            case Op.ACK, Op.REQUEST, Op.GET, Op.GET_TOD, Op.BROADCAST ->
                    isStarted() ? null : unstarted();
            case Op.RUN, Op.FREE_UNTIL -> Violation.CALENDARS_WORD;
            default -> Violation.UNKNOWN_OPERATION;
        };
    }

    /** Whether it takes part in the simulation. */
    public boolean isStarted() {
        return this == RUNNING || this == WAITING;
    }

    private Violation unstarted() {
        return this == ASKED_TO_START ? Violation.IMPATIENT : Violation.NOT_STARTED;
    }

    /** The state in words, as reports name it. */
    @Override
    public String toString() {
        return words;
    }
}
