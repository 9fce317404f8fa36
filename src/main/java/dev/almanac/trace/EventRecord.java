// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * An event as it is kept: 32 bytes, little-endian.
 *
 * <pre>{@code
 * 0                8                16               24       28         32
 * +------+---------+----------------+----------------+--------+----+-----+
 * | type | real    | simulated time | value          | number | op | who |
 * +------+---------+----------------+----------------+--------+----+-----+
 *   8 bits 56 bits   64               64               32       8    24
 * }</pre>
 *
 * <p>The first word is written last, by release; until then it is 0, which is no type. So whoever
 * reads it by acquire, and finds a type there, finds the rest too, however the writer ended.
 */
final class EventRecord {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("stamp"),
                    ValueLayout.JAVA_LONG.withName("time"),
                    ValueLayout.JAVA_LONG.withName("value"),
                    ValueLayout.JAVA_INT.withName("number"),
                    ValueLayout.JAVA_INT.withName("who"));

    static final int SIZE = (int) LAYOUT.byteSize();

    /** The largest number of a participant. */
    static final int MAX_PARTICIPANT = (1 << 24) - 1;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final int TYPE_BITS = 8;
    private static final int OP_BITS = 8;

    private static final long STAMP = LAYOUT.byteOffset(groupElement("stamp"));
    private static final long TIME = LAYOUT.byteOffset(groupElement("time"));
    private static final long VALUE = LAYOUT.byteOffset(groupElement("value"));
    private static final long NUMBER = LAYOUT.byteOffset(groupElement("number"));
    private static final long WHO = LAYOUT.byteOffset(groupElement("who"));

    private EventRecord() {}

    /** Type and real time, as one word. */
    static long stamp(EventType type, long real) {
        return real << TYPE_BITS | type.code();
    }

    /** Participant and op, as one word. */
    static int who(int participant, int op) {
        return participant << OP_BITS | op;
    }

    /** Writes time and value. */
    static void put(MemorySegment at, long offset, long time, long value) {
        at.set(ValueLayout.JAVA_LONG, offset + TIME, time);
        at.set(ValueLayout.JAVA_LONG, offset + VALUE, value);
    }

    /** Writes the rest, which makes the record count. */
    static void stampRelease(MemorySegment at, long offset, long stamp, int number, int who) {
        at.set(ValueLayout.JAVA_INT, offset + NUMBER, number);
        at.set(ValueLayout.JAVA_INT, offset + WHO, who);
        LONG.setRelease(at, offset + STAMP, stamp);
    }

    /** Whether there is one. */
    static boolean isThere(MemorySegment at, long offset) {
        return at.get(ValueLayout.JAVA_LONG, offset + STAMP) != 0;
    }

    /**
     * Reads one that is there.
     *
     * @throws IllegalArgumentException if its type is none
     */
    static Event get(MemorySegment at, long offset) {
        long stamp = at.get(ValueLayout.JAVA_LONG, offset + STAMP);
        int who = at.get(ValueLayout.JAVA_INT, offset + WHO);
        return new Event(
                EventType.of((int) stamp & (1 << TYPE_BITS) - 1),
                who >>> OP_BITS,
                who & (1 << OP_BITS) - 1,
                at.get(ValueLayout.JAVA_INT, offset + NUMBER),
                at.get(ValueLayout.JAVA_LONG, offset + TIME),
                stamp >>> TYPE_BITS,
                at.get(ValueLayout.JAVA_LONG, offset + VALUE));
    }
}
