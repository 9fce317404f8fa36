// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One participant's place in the shared memory, found by its slot number behind the {@link
 * SharedHeader}.
 *
 * <pre>{@code
 * union um_timetravel_schedshm_client {  written by
 *     __u32 capa;                        the participant, right after its START was answered
 *     __u32 flags;                       the participant; the calendar for one without TIME_SHARE
 *     __u64 req_time;                    likewise
 *     __u64 name;                        the calendar: the ID that START carried
 *     char  reserve[128];
 * };
 *
 *   0      4       8            16         24     128
 *   +------+-------+------------+----------+--...--+
 *   | capa | flags |  req_time  |   name   |       |
 *   +------+-------+------------+----------+--...--+
 * }</pre>
 *
 * A request is written req_time first and then REQ_RUN by release, so whoever reads the flag by
 * acquire sees its time.
 */
public final class SharedSlot {
    /** The space a slot takes: 128 bytes. */
    public static final int SIZE = 128;

    /** In capa: this participant reads and writes times in shared memory itself. */
    public static final int CAP_TIME_SHARE = 1;

    /** In flags: this participant has a request to run. */
    public static final int FLAG_REQ_RUN = 1;

    /** The layout of a slot. */
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("capa"),
                    ValueLayout.JAVA_INT.withName("flags"),
                    ValueLayout.JAVA_LONG.withName("req_time"),
                    ValueLayout.JAVA_LONG.withName("name"),
                    MemoryLayout.paddingLayout(SIZE - 24));

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private static final long CAPA = LAYOUT.byteOffset(groupElement("capa"));
    private static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));
    private static final long REQ_TIME = LAYOUT.byteOffset(groupElement("req_time"));
    private static final long NAME = LAYOUT.byteOffset(groupElement("name"));

    private SharedSlot() {}

    /** Where a slot begins in the shared memory. */
    public static long offset(int slot) {
        return SharedHeader.SIZE + (long) slot * SIZE;
    }

    /** The length of a memory with that many slots, header included. */
    public static long memorySize(int slots) {
        return offset(slots);
    }

    /** Makes a slot nobody's, or somebody's who has said nothing yet. */
    public static void clear(MemorySegment memory, int slot, long name) {
        long at = offset(slot);
        INT.setRelease(memory, at + FLAGS, 0);
        INT.setRelease(memory, at + CAPA, 0);
        LONG.setRelease(memory, at + REQ_TIME, 0L);
        LONG.setRelease(memory, at + NAME, name);
    }

    /** The ID that the slot's participant started with. */
    public static long name(MemorySegment memory, int slot) {
        return memory.get(ValueLayout.JAVA_LONG, offset(slot) + NAME);
    }

    /** Whether the participant said that it shares time through this memory. */
    public static boolean sharesTimeAcquire(MemorySegment memory, int slot) {
        return ((int) INT.getAcquire(memory, offset(slot) + CAPA) & CAP_TIME_SHARE) != 0;
    }

    /** Says that the slot's owner shares time through this memory. */
    public static void sharesTimeRelease(MemorySegment memory, int slot) {
        INT.setRelease(memory, offset(slot) + CAPA, CAP_TIME_SHARE);
    }

    /** Whether the slot holds a request. */
    public static boolean requestedAcquire(MemorySegment memory, int slot) {
        return ((int) INT.getAcquire(memory, offset(slot) + FLAGS) & FLAG_REQ_RUN) != 0;
    }

    /** The time of the slot's request; means something only when there is one. */
    public static long requestTimeAcquire(MemorySegment memory, int slot) {
        return (long) LONG.getAcquire(memory, offset(slot) + REQ_TIME);
    }

    /** Likewise, read plainly: of what another writes meanwhile nothing is sure. */
    public static boolean requested(MemorySegment memory, int slot) {
        return (memory.get(ValueLayout.JAVA_INT, offset(slot) + FLAGS) & FLAG_REQ_RUN) != 0;
    }

    /** Likewise. */
    public static long requestTime(MemorySegment memory, int slot) {
        return memory.get(ValueLayout.JAVA_LONG, offset(slot) + REQ_TIME);
    }

    /** Puts a request into a slot. */
    public static void requestRelease(MemorySegment memory, int slot, long time) {
        long at = offset(slot);
        LONG.setRelease(memory, at + REQ_TIME, time);
        INT.setRelease(memory, at + FLAGS, FLAG_REQ_RUN);
    }

    /** Takes the request out of a slot. */
    public static void requestClearedRelease(MemorySegment memory, int slot) {
        INT.setRelease(memory, offset(slot) + FLAGS, 0);
    }
}
