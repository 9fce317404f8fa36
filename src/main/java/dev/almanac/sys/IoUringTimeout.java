// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * How long io_uring_enter(2) waits at most, given IORING_ENTER_EXT_ARG, in memory of the caller's
 * arena.
 *
 * <pre>{@code
 * struct io_uring_getevents_arg {   // <linux/io_uring.h>
 *     __u64 sigmask;                // 0: as it is
 *     __u32 sigmask_sz;
 *     __u32 pad;
 *     __u64 ts;                     // a struct __kernel_timespec
 * };
 * }</pre>
 */
final class IoUringTimeout {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("sigmask"),
                            JAVA_INT.withName("sigmask_sz"),
                            MemoryLayout.paddingLayout(4),
                            JAVA_LONG.withName("ts"))
                    .withName("io_uring_getevents_arg");

    private static final long TS = LAYOUT.byteOffset(PathElement.groupElement("ts"));
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MemorySegment segment;
    private final MemorySegment timespec;

    IoUringTimeout(Arena arena) {
        timespec = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
        segment = arena.allocate(LAYOUT);
        segment.set(JAVA_LONG, TS, timespec.address());
    }

    /** The struct, set to so many milliseconds. */
    MemorySegment millis(int millis) {
        timespec.setAtIndex(JAVA_LONG, 0, millis / MILLIS_PER_SECOND);
        timespec.setAtIndex(JAVA_LONG, 1, millis % MILLIS_PER_SECOND * NANOS_PER_MILLI);
        return segment;
    }

    /** Its size in bytes. */
    long size() {
        return LAYOUT.byteSize();
    }
}
