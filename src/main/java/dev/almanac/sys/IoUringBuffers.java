// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * Buffers of one size that an {@link IoUring} receives into, in memory of the caller's arena, which
 * has to outlive the ring. Linux takes them in the order in which they are given to it.
 *
 * <pre>{@code
 * struct io_uring_buf {      // <linux/io_uring.h>: one that Linux may use
 *     __u64 addr;
 *     __u32 len;
 *     __u16 bid;             // comes back with the completion
 *     __u16 resv;            // of the first: how many have been given so far
 * };
 * }</pre>
 */
public final class IoUringBuffers {
    static final StructLayout BUFFER =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("addr"),
                            JAVA_INT.withName("len"),
                            JAVA_SHORT.withName("bid"),
                            JAVA_SHORT.withName("resv"))
                    .withName("io_uring_buf");

    static final StructLayout REGISTRATION =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("ring_addr"),
                            JAVA_INT.withName("ring_entries"),
                            JAVA_SHORT.withName("bgid"),
                            MemoryLayout.paddingLayout(2),
                            MemoryLayout.paddingLayout(24))
                    .withName("io_uring_buf_reg");

    private static final long ADDR = BUFFER.byteOffset(PathElement.groupElement("addr"));
    private static final long LEN = BUFFER.byteOffset(PathElement.groupElement("len"));
    private static final long BID = BUFFER.byteOffset(PathElement.groupElement("bid"));
    private static final long TAIL = BUFFER.byteOffset(PathElement.groupElement("resv"));
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();
    private static final long PAGE = 4096;

    private final MemorySegment registration;
    private final MemorySegment ring;
    private final MemorySegment bytes;
    private final int size;
    private final int mask;
    private short tail;

    /**
     * Makes buffers, and gives all to Linux.
     *
     * @param group what submissions name them by
     * @param count how many, a power of two, at most 32,768
     * @param size of each, in bytes
     */
    public IoUringBuffers(Arena arena, int group, int count, int size) {
        this.size = size;
        mask = count - 1;
        ring = arena.allocate(count * BUFFER.byteSize(), PAGE);
        bytes = arena.allocate((long) count * size, PAGE);
        registration = arena.allocate(REGISTRATION);
        registration.set(JAVA_LONG, offset("ring_addr"), ring.address());
        registration.set(JAVA_INT, offset("ring_entries"), count);
        registration.set(JAVA_SHORT, offset("bgid"), (short) group);
        for (int buffer = 0; buffer < count; buffer++) {
            giveBack(buffer);
        }
    }

    /** What IORING_REGISTER_PBUF_RING reads. */
    MemorySegment registration() {
        return registration;
    }

    /** The memory of all buffers. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Where a buffer begins in it. */
    public long offset(int buffer) {
        return (long) buffer * size;
    }

    /** Lets Linux use a buffer again. */
    public void giveBack(int buffer) {
        long entry = (tail & mask) * BUFFER.byteSize();
        ring.set(JAVA_LONG, entry + ADDR, bytes.address() + offset(buffer));
        ring.set(JAVA_INT, entry + LEN, size);
        ring.set(JAVA_SHORT, entry + BID, (short) buffer);
        SHORT.setRelease(ring, TAIL, ++tail);
    }

    private static long offset(String field) {
        return REGISTRATION.byteOffset(PathElement.groupElement(field));
    }
}
