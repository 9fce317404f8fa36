// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * One participant in what a calendar shows of itself while it runs: 64 bytes, behind the {@link
 * LiveHeader}.
 *
 * <pre>{@code
 * 0    8         16     24         32     40       44    48      52        56     64
 * +----+---------+------+----------+------+--------+-----+-------+---------+------+
 * | id | request | runs | messages | held | number | pid | state | request?|  0   |
 * +----+---------+------+----------+------+--------+-----+-------+---------+------+
 * }</pre>
 */
public final class LiveRow {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("id"),
                    ValueLayout.JAVA_LONG.withName("request"),
                    ValueLayout.JAVA_LONG.withName("runs"),
                    ValueLayout.JAVA_LONG.withName("messages"),
                    ValueLayout.JAVA_LONG.withName("held"),
                    ValueLayout.JAVA_INT.withName("number"),
                    ValueLayout.JAVA_INT.withName("pid"),
                    ValueLayout.JAVA_INT.withName("state"),
                    ValueLayout.JAVA_INT.withName("has_request"),
                    MemoryLayout.paddingLayout(8));

    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long ID = offset("id");
    private static final long REQUEST = offset("request");
    private static final long RUNS = offset("runs");
    private static final long MESSAGES = offset("messages");
    private static final long HELD = offset("held");
    private static final long NUMBER = offset("number");
    private static final long PID = offset("pid");
    private static final long STATE = offset("state");
    private static final long HAS_REQUEST = offset("has_request");

    private LiveRow() {}

    private static long offset(String name) {
        return LAYOUT.byteOffset(groupElement(name));
    }

    /** Where a row is, from 0. */
    public static long at(int row) {
        return LiveHeader.SIZE + (long) row * SIZE;
    }

    /** Who it is: its number among all connections, from 1, its ID, its process. */
    public static void who(MemorySegment table, long at, int number, long id, int pid) {
        table.set(ValueLayout.JAVA_INT, at + NUMBER, number);
        table.set(ValueLayout.JAVA_LONG, at + ID, id);
        table.set(ValueLayout.JAVA_INT, at + PID, pid);
    }

    /** Its number among all connections, from 1. */
    public static int number(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_INT, at + NUMBER);
    }

    /** The ID that it told; -1 if none. */
    public static long id(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_LONG, at + ID);
    }

    /** Its process; 0 if unknown. */
    public static int pid(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_INT, at + PID);
    }

    /** Where it stands, as the ordinal of {@code session.State}. */
    public static void state(MemorySegment table, long at, int ordinal) {
        table.set(ValueLayout.JAVA_INT, at + STATE, ordinal);
    }

    /** Where it stands, as the ordinal of {@code session.State}. */
    public static int state(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_INT, at + STATE);
    }

    /** It has asked to run at that simulated time, in nanoseconds. */
    public static void request(MemorySegment table, long at, long time) {
        table.set(ValueLayout.JAVA_LONG, at + REQUEST, time);
        table.set(ValueLayout.JAVA_INT, at + HAS_REQUEST, 1);
    }

    /** It has not asked to run. */
    public static void noRequest(MemorySegment table, long at) {
        table.set(ValueLayout.JAVA_INT, at + HAS_REQUEST, 0);
    }

    /** Whether it has asked to run. */
    public static boolean hasRequest(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_INT, at + HAS_REQUEST) != 0;
    }

    /** When it has asked to run, if it has. */
    public static long request(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_LONG, at + REQUEST);
    }

    /**
     * What it has done: how often it had the floor, how long in nanoseconds of real time, and how
     * many messages went to it and came from it.
     */
    public static void done(MemorySegment table, long at, long runs, long held, long messages) {
        table.set(ValueLayout.JAVA_LONG, at + RUNS, runs);
        table.set(ValueLayout.JAVA_LONG, at + HELD, held);
        table.set(ValueLayout.JAVA_LONG, at + MESSAGES, messages);
    }

    /** How often it had the floor. */
    public static long runs(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_LONG, at + RUNS);
    }

    /** How long it had the floor, in nanoseconds of real time. */
    public static long held(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_LONG, at + HELD);
    }

    /** How many messages went to it and came from it. */
    public static long messages(MemorySegment table, long at) {
        return table.get(ValueLayout.JAVA_LONG, at + MESSAGES);
    }
}
