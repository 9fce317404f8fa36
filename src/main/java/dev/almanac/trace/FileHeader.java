// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The first 64 bytes of a recording, as long as two records; all written before the first record.
 *
 * <pre>{@code
 * 0       8         12     16      24              32    36        40     48     64
 * +-------+---------+------+-------+---------------+-----+---------+------+------+
 * | magic | version | size | begun | time at start | pid |    0    | lost |  0   |
 * +-------+---------+------+-------+---------------+-----+---------+------+------+
 * }</pre>
 */
final class FileHeader {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("magic"),
                    ValueLayout.JAVA_INT.withName("version"),
                    ValueLayout.JAVA_INT.withName("size"),
                    ValueLayout.JAVA_LONG.withName("begun"),
                    ValueLayout.JAVA_LONG.withName("time_at_start"),
                    ValueLayout.JAVA_INT.withName("pid"),
                    MemoryLayout.paddingLayout(4),
                    ValueLayout.JAVA_LONG.withName("lost"),
                    MemoryLayout.paddingLayout(16));

    static final int SIZE = (int) LAYOUT.byteSize();

    /** The bytes "ALMANAC" and a NUL. */
    static final long MAGIC = 0x0043414e414d4c41L;

    static final int VERSION = 1;

    private static final long MAGIC_AT = LAYOUT.byteOffset(groupElement("magic"));
    private static final long VERSION_AT = LAYOUT.byteOffset(groupElement("version"));
    private static final long SIZE_AT = LAYOUT.byteOffset(groupElement("size"));
    private static final long BEGUN = LAYOUT.byteOffset(groupElement("begun"));
    private static final long TIME_AT_START = LAYOUT.byteOffset(groupElement("time_at_start"));
    private static final long PID = LAYOUT.byteOffset(groupElement("pid"));
    private static final long LOST = LAYOUT.byteOffset(groupElement("lost"));

    private FileHeader() {}

    /** Writes a header; the magic last, so that a file without it is no recording. */
    static void put(MemorySegment at, Run run, long lost) {
        at.set(ValueLayout.JAVA_INT, VERSION_AT, VERSION);
        at.set(ValueLayout.JAVA_INT, SIZE_AT, EventRecord.SIZE);
        at.set(ValueLayout.JAVA_LONG, BEGUN, run.begun());
        at.set(ValueLayout.JAVA_LONG, TIME_AT_START, run.timeAtStart());
        at.set(ValueLayout.JAVA_INT, PID, run.pid());
        at.set(ValueLayout.JAVA_LONG, LOST, lost);
        at.set(ValueLayout.JAVA_LONG, MAGIC_AT, MAGIC);
    }

    /** Whether this is the header of a recording. */
    static boolean isThere(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, MAGIC_AT) == MAGIC;
    }

    static int version(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, VERSION_AT);
    }

    static Run run(MemorySegment at) {
        return new Run(
                at.get(ValueLayout.JAVA_LONG, BEGUN),
                at.get(ValueLayout.JAVA_LONG, TIME_AT_START),
                at.get(ValueLayout.JAVA_INT, PID));
    }

    static long lost(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, LOST);
    }
}
