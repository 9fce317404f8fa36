// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * An array of epoll events that Linux fills in, or reads, in memory of the caller's arena.
 *
 * <pre>{@code
 * struct epoll_event {      // <sys/epoll.h>, epoll_ctl(2); packed on x86-64 alone
 *     uint32_t     events;
 *     epoll_data_t data;    // 64 bits, handed back as they were given
 * };
 * }</pre>
 *
 * <p>The data should name what was watched and which generation of it, never a bare descriptor: its
 * number may be somebody else's by the time the event is looked at.
 */
public final class EpollEvents {
    public static final StructLayout LAYOUT = layout(System.getProperty("os.arch", "amd64"));

    private static final long SIZE = LAYOUT.byteSize();
    private static final long EVENTS = LAYOUT.byteOffset(PathElement.groupElement("events"));
    private static final long DATA = LAYOUT.byteOffset(PathElement.groupElement("data"));

    private final MemorySegment segment;
    private final int capacity;

    /** Makes room for {@code capacity} events. */
    public EpollEvents(Arena arena, int capacity) {
        this.segment = arena.allocate(LAYOUT, capacity);
        this.capacity = capacity;
    }

    /** The array: for epoll_wait, or its first element for epoll_ctl. */
    public MemorySegment segment() {
        return segment;
    }

    /** How many events there is room for. */
    public int capacity() {
        return capacity;
    }

    /** What happened, or is to be watched: bits of EPOLLIN, EPOLLOUT, ... */
    public int events(int index) {
        return segment.get(JAVA_INT_UNALIGNED, index * SIZE + EVENTS);
    }

    /** The 64 bits given to epoll_ctl. */
    public long data(int index) {
        return segment.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
    }

    /** Writes an event, for epoll_ctl to read. */
    public void set(int index, int events, long data) {
        segment.set(JAVA_INT_UNALIGNED, index * SIZE + EVENTS, events);
        segment.set(JAVA_LONG_UNALIGNED, index * SIZE + DATA, data);
    }

    /** The only struct we use that is not the same on every 64-bit Linux. */
    static StructLayout layout(String architecture) {
        StructLayout layout =
                architecture.equals("amd64")
                        ? MemoryLayout.structLayout(
                                JAVA_INT_UNALIGNED.withName("events"),
                                JAVA_LONG_UNALIGNED.withName("data"))
                        : MemoryLayout.structLayout(
                                JAVA_INT.withName("events"),
                                MemoryLayout.paddingLayout(4),
                                JAVA_LONG.withName("data"));
        return layout.withName("epoll_event");
    }
}
