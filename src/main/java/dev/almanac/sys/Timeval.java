// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * How long a call on a socket may wait, in memory of the caller's arena.
 *
 * <pre>{@code
 * struct timeval {         // <sys/time.h>; SO_RCVTIMEO in socket(7)
 *     time_t      tv_sec;
 *     suseconds_t tv_usec;
 * };
 * }</pre>
 */
public final class Timeval {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_usec"))
                    .withName("timeval");

    /** Its size in bytes. */
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long SEC = LAYOUT.byteOffset(PathElement.groupElement("tv_sec"));
    private static final long USEC = LAYOUT.byteOffset(PathElement.groupElement("tv_usec"));

    private final MemorySegment segment;

    /** Makes one of 0, which for a socket is no bound. */
    public Timeval(Arena arena) {
        segment = arena.allocate(LAYOUT);
    }

    /** The struct. */
    public MemorySegment segment() {
        return segment;
    }

    /** Sets the duration, in milliseconds. */
    public void setMillis(long millis) {
        segment.set(JAVA_LONG, SEC, millis / 1_000);
        segment.set(JAVA_LONG, USEC, millis % 1_000 * 1_000);
    }
}
