// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The head of the memory that a calendar shares with its participants; {@link SharedSlot}s follow.
 *
 * <pre>{@code
 * struct um_timetravel_schedshm {  written by
 *     __u32 version;               the calendar, once: 2
 *     __u32 len;                   the calendar, once: bytes of the whole memory
 *     __u64 free_until;            the calendar; a waiting participant lowers it
 *     __u64 current_time;          whoever runs
 *     __u16 running_id;            the calendar, before it says RUN; 0 = itself
 *     __u16 max_clients;           the calendar, once: how many slots there are
 *     char  hdr[...4096];
 * };
 *
 *   0        4      8             16             24           26            28     4096
 *   +--------+------+-------------+--------------+------------+-------------+--...--+
 *   |version | len  | free_until  | current_time | running_id | max_clients |       |
 *   +--------+------+-------------+--------------+------------+-------------+--...--+
 * }</pre>
 *
 * All times are the calendar's own, in nanoseconds.
 *
 * <p>The order of stores: the calendar writes free_until, current_time and running_id by release
 * and then sends RUN; whoever got that RUN sees them. A participant writes its slot and
 * current_time and then sends WAIT; the calendar reads them by acquire after it got that WAIT. The
 * system calls between order things on x86-64 already; the access modes say so on every machine.
 */
public final class SharedHeader {
    /** The version of the memory's form that this is. */
    public static final int VERSION = 2;

    /** The space the header takes: 4096 bytes. */
    public static final int SIZE = 4096;

    /** The layout of the header. */
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("version"),
                    ValueLayout.JAVA_INT.withName("len"),
                    ValueLayout.JAVA_LONG.withName("free_until"),
                    ValueLayout.JAVA_LONG.withName("current_time"),
                    ValueLayout.JAVA_SHORT.withName("running_id"),
                    ValueLayout.JAVA_SHORT.withName("max_clients"),
                    MemoryLayout.paddingLayout(SIZE - 28));

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle();

    private static final long VERSION_AT = LAYOUT.byteOffset(groupElement("version"));
    private static final long LEN = LAYOUT.byteOffset(groupElement("len"));
    private static final long FREE_UNTIL = LAYOUT.byteOffset(groupElement("free_until"));
    private static final long CURRENT_TIME = LAYOUT.byteOffset(groupElement("current_time"));
    private static final long RUNNING_ID = LAYOUT.byteOffset(groupElement("running_id"));
    private static final long MAX_CLIENTS = LAYOUT.byteOffset(groupElement("max_clients"));

    private SharedHeader() {}

    /** Writes the fields that never change, before anybody else has the memory. */
    public static void initialize(MemorySegment memory, int maxClients) {
        memory.set(ValueLayout.JAVA_INT, VERSION_AT, VERSION);
        memory.set(ValueLayout.JAVA_INT, LEN, (int) memory.byteSize());
        memory.set(ValueLayout.JAVA_SHORT, MAX_CLIENTS, (short) maxClients);
    }

    /** The version that whoever made the memory wrote. */
    public static int version(MemorySegment memory) {
        return memory.get(ValueLayout.JAVA_INT, VERSION_AT);
    }

    /** The length of the whole memory in bytes. */
    public static long length(MemorySegment memory) {
        return Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, LEN));
    }

    /** How many slots there are, the calendar's own included. */
    public static int maxClients(MemorySegment memory) {
        return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, MAX_CLIENTS));
    }

    /** Up to when, exclusively, whoever runs may go by itself. */
    public static long freeUntilAcquire(MemorySegment memory) {
        return (long) LONG.getAcquire(memory, FREE_UNTIL);
    }

    /** Tells up to when, exclusively, whoever runs may go by itself. */
    public static void freeUntilRelease(MemorySegment memory, long time) {
        LONG.setRelease(memory, FREE_UNTIL, time);
    }

    /** The time of whoever runs, as far as it told. */
    public static long currentTimeAcquire(MemorySegment memory) {
        return (long) LONG.getAcquire(memory, CURRENT_TIME);
    }

    /** Tells the time; only whoever runs may. */
    public static void currentTimeRelease(MemorySegment memory, long time) {
        LONG.setRelease(memory, CURRENT_TIME, time);
    }

    /** The slot of whoever runs; 0 is the calendar. */
    public static int runningIdAcquire(MemorySegment memory) {
        return Short.toUnsignedInt((short) SHORT.getAcquire(memory, RUNNING_ID));
    }

    /** Tells who runs; only the calendar may. */
    public static void runningIdRelease(MemorySegment memory, int slot) {
        SHORT.setRelease(memory, RUNNING_ID, (short) slot);
    }
}
