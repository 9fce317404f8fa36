// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * A piece of a buffer, in a table that the guest writes. Only ever read from a private copy: the
 * guest may change its own at any moment.
 *
 * <pre>{@code
 * struct vring_desc {   // <linux/virtio_ring.h>, little-endian
 *     __virtio64 addr;  // guest-physical
 *     __virtio32 len;
 *     __virtio16 flags;
 *     __virtio16 next;  // means nothing without the flag NEXT
 * };
 * }</pre>
 */
final class VringDescriptor {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("addr"),
                            JAVA_INT.withName("len"),
                            JAVA_SHORT.withName("flags"),
                            JAVA_SHORT.withName("next"))
                    .withName("vring_desc");

    /** Bytes of the struct: 16. */
    static final int SIZE = (int) LAYOUT.byteSize();

    /** The buffer goes on. */
    static final int NEXT = 1;

    /** The device writes it. */
    static final int WRITE = 2;

    /** It is a table of descriptors; never offered. */
    static final int INDIRECT = 4;

    private static final long ADDRESS = offset("addr");
    private static final long LENGTH = offset("len");
    private static final long FLAGS = offset("flags");
    private static final long NEXT_INDEX = offset("next");

    private VringDescriptor() {}

    static long address(MemorySegment copies, long at) {
        return copies.get(JAVA_LONG, at + ADDRESS);
    }

    static long length(MemorySegment copies, long at) {
        return Integer.toUnsignedLong(copies.get(JAVA_INT, at + LENGTH));
    }

    static int flags(MemorySegment copies, long at) {
        return Short.toUnsignedInt(copies.get(JAVA_SHORT, at + FLAGS));
    }

    static int next(MemorySegment copies, long at) {
        return Short.toUnsignedInt(copies.get(JAVA_SHORT, at + NEXT_INDEX));
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
