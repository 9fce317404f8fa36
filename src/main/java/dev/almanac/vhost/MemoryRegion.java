// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * One piece of guest memory in a SET_MEM_TABLE, whose payload is a 32-bit count, 32 bits of padding
 * and so many of these.
 *
 * <pre>{@code
 * struct vhost_user_region {
 *     uint64_t guest_phys_addr;   // what the descriptors of a ring speak of
 *     uint64_t memory_size;       // in bytes
 *     uint64_t userspace_addr;    // what SET_VRING_ADDR speaks of
 *     uint64_t mmap_offset;       // where the region begins in its file
 * };
 * }</pre>
 */
final class MemoryRegion {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("guest_phys_addr"),
                            JAVA_LONG.withName("memory_size"),
                            JAVA_LONG.withName("userspace_addr"),
                            JAVA_LONG.withName("mmap_offset"))
                    .withName("vhost_user_region");

    /** Bytes of the struct: 32. */
    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long GUEST = offset("guest_phys_addr");
    private static final long LENGTH = offset("memory_size");
    private static final long USER = offset("userspace_addr");
    private static final long FILE_OFFSET = offset("mmap_offset");

    private MemoryRegion() {}

    static long guestAddress(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + GUEST);
    }

    static long length(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + LENGTH);
    }

    static long userAddress(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + USER);
    }

    static long fileOffset(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + FILE_OFFSET);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
