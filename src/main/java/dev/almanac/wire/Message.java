// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * One message of the time-travel protocol, in a buffer at a given offset.
 *
 * <pre>{@code
 * struct um_timetravel_msg {       0       4       8              16
 *     __u32 op;                    +-------+-------+---------------+
 *     __u32 seq;                   |  op   |  seq  |     time      |
 *     __u64 time;                  +-------+-------+---------------+
 * };
 * }</pre>
 *
 * Offsets must be multiples of 8 in a segment aligned to 8 bytes. No method allocates.
 */
public final class Message {
    /** The layout of a message. */
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("op"),
                    ValueLayout.JAVA_INT.withName("seq"),
                    ValueLayout.JAVA_LONG.withName("time"));

    /** The size of a message: 16 bytes. */
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long OP = LAYOUT.byteOffset(groupElement("op"));
    private static final long SEQ = LAYOUT.byteOffset(groupElement("seq"));
    private static final long TIME = LAYOUT.byteOffset(groupElement("time"));

    private Message() {}

    /** What it is: a number of {@link Op}, or anything else that a participant made up. */
    public static int op(MemorySegment buffer, long offset) {
        return buffer.get(ValueLayout.JAVA_INT, offset + OP);
    }

    /** Its sequence number, chosen by whoever asks and repeated in the answer. */
    public static int seq(MemorySegment buffer, long offset) {
        return buffer.get(ValueLayout.JAVA_INT, offset + SEQ);
    }

    /** Nanoseconds, or another operand. */
    public static long time(MemorySegment buffer, long offset) {
        return buffer.get(ValueLayout.JAVA_LONG, offset + TIME);
    }

    /** Writes a whole message. */
    public static void put(MemorySegment buffer, long offset, int op, int seq, long time) {
        buffer.set(ValueLayout.JAVA_INT, offset + OP, op);
        buffer.set(ValueLayout.JAVA_INT, offset + SEQ, seq);
        buffer.set(ValueLayout.JAVA_LONG, offset + TIME, time);
    }
}
