// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * When a timer goes off, in memory of the caller's arena.
 *
 * <pre>{@code
 * struct itimerspec {                // <sys/timerfd.h>, timerfd_settime(2)
 *     struct timespec it_interval;   // { time_t tv_sec; long tv_nsec; }: again each ..., 0 = once
 *     struct timespec it_value;      // first after ..., 0 = never
 * };
 * }</pre>
 */
public final class Itimerspec {
    private static final StructLayout TIMESPEC =
            MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"))
                    .withName("timespec");

    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            TIMESPEC.withName("it_interval"), TIMESPEC.withName("it_value"))
                    .withName("itimerspec");

    private static final long INTERVAL = LAYOUT.byteOffset(PathElement.groupElement("it_interval"));
    private static final long VALUE = LAYOUT.byteOffset(PathElement.groupElement("it_value"));
    private static final long SEC = TIMESPEC.byteOffset(PathElement.groupElement("tv_sec"));
    private static final long NSEC = TIMESPEC.byteOffset(PathElement.groupElement("tv_nsec"));
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final MemorySegment segment;

    /** Makes one that stops a timer. */
    public Itimerspec(Arena arena) {
        segment = arena.allocate(LAYOUT);
    }

    /** The struct. */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Sets both times.
     *
     * @param value nanoseconds until the timer goes off, or with TFD_TIMER_ABSTIME the time of its
     *     clock; 0 stops it
     * @param interval nanoseconds from then until each next time; 0 = it goes off once
     */
    public void set(long value, long interval) {
        put(VALUE, value);
        put(INTERVAL, interval);
    }

    private void put(long field, long nanos) {
        segment.set(JAVA_LONG, field + SEC, nanos / NANOS_PER_SECOND);
        segment.set(JAVA_LONG, field + NSEC, nanos % NANOS_PER_SECOND);
    }
}
