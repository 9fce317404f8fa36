// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

/**
 * The operations of the time-travel protocol: {@code enum um_timetravel_ops}.
 *
 * <p>Plain numbers rather than an enum, because a participant may send any 32 bits.
 */
public final class Op {
    /** Answers a question; both ways. */
    public static final int ACK = 0;

    /** A participant wants to take part; its time field is the participant's ID. */
    public static final int START = 1;

    /** A participant wants to run at a time. */
    public static final int REQUEST = 2;

    /** The running participant gives the floor back. */
    public static final int WAIT = 3;

    /** A participant asks for the current time. */
    public static final int GET = 4;

    /** The running participant tells its time. */
    public static final int UPDATE = 5;

    /** The calendar gives a participant the floor. */
    public static final int RUN = 6;

    /** The calendar tells the running participant how far it may go. */
    public static final int FREE_UNTIL = 7;

    /** A participant asks for the time of day. */
    public static final int GET_TOD = 8;

    /** 64 bits for everybody; both ways. */
    public static final int BROADCAST = 9;

    /** How many operations there are; numbers from here on mean nothing. */
    public static final int COUNT = 10;

    private static final String[] NAMES = {
        "ACK",
        "START",
        "REQUEST",
        "WAIT",
        "GET",
        "UPDATE",
        "RUN",
        "FREE_UNTIL",
        "GET_TOD",
        "BROADCAST"
    };

    private Op() {}

    /** Whether a number is an operation of the protocol. */
    public static boolean isKnown(int op) {
        return op >= 0 && op < COUNT;
    }

    /** What to call it in a sentence: its name, or its number. */
    public static String describe(int op) {
        return isKnown(op) ? NAMES[op] : "operation " + Integer.toUnsignedString(op);
    }

    /** The operation's name, or "unknown op". */
    public static String name(int op) {
        return isKnown(op) ? NAMES[op] : "unknown op";
    }
}
