// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/**
 * The buffers of one {@link MsgHdr}, in memory of the caller's arena. It holds addresses: the
 * buffers must outlive every call that is made with it.
 *
 * <pre>{@code
 * struct iovec {         // <sys/uio.h>, readv(2)
 *     void  *iov_base;
 *     size_t iov_len;
 * };
 * }</pre>
 */
public final class IoVec {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(ADDRESS.withName("iov_base"), JAVA_LONG.withName("iov_len"))
                    .withName("iovec");

    private static final long SIZE = LAYOUT.byteSize();
    private static final long BASE = LAYOUT.byteOffset(PathElement.groupElement("iov_base"));
    private static final long LENGTH = LAYOUT.byteOffset(PathElement.groupElement("iov_len"));

    private final MemorySegment segment;
    private final int capacity;

    /** Makes {@code capacity} empty entries. */
    public IoVec(Arena arena, int capacity) {
        this.segment = arena.allocate(LAYOUT, capacity);
        this.capacity = capacity;
    }

    /** The array of structs. */
    public MemorySegment segment() {
        return segment;
    }

    /** How many entries there are. */
    public int capacity() {
        return capacity;
    }

    /** Lets an entry name {@code length} bytes of a native buffer from {@code offset} on. */
    public void set(int index, MemorySegment buffer, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, buffer.byteSize());
        // A number, not a segment: a slice would be allocated for each call.
        segment.set(JAVA_LONG, index * SIZE + BASE, buffer.address() + offset);
        segment.set(JAVA_LONG, index * SIZE + LENGTH, length);
    }
}
