// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Where the parts of a queue are, as addresses in the front-end: the payload of SET_VRING_ADDR.
 *
 * <pre>{@code
 * struct vhost_vring_addr {   // <linux/vhost_types.h>
 *     unsigned int index;     // the queue
 *     unsigned int flags;
 *     __u64 desc_user_addr;
 *     __u64 used_user_addr;
 *     __u64 avail_user_addr;
 *     __u64 log_guest_addr;   // unused: logging is not offered
 * };
 * }</pre>
 */
final class VringAddress {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("index"),
                            JAVA_INT.withName("flags"),
                            JAVA_LONG.withName("desc_user_addr"),
                            JAVA_LONG.withName("used_user_addr"),
                            JAVA_LONG.withName("avail_user_addr"),
                            JAVA_LONG.withName("log_guest_addr"))
                    .withName("vhost_vring_addr");

    /** Bytes of the struct: 40. */
    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long INDEX = offset("index");
    private static final long DESC = offset("desc_user_addr");
    private static final long USED = offset("used_user_addr");
    private static final long AVAIL = offset("avail_user_addr");

    private VringAddress() {}

    static int index(MemorySegment segment, long at) {
        return segment.get(JAVA_INT, at + INDEX);
    }

    static long descriptors(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + DESC);
    }

    static long used(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + USED);
    }

    static long available(MemorySegment segment, long at) {
        return segment.get(JAVA_LONG, at + AVAIL);
    }

    static void put(
            MemorySegment segment,
            long at,
            int index,
            long descriptors,
            long available,
            long used) {
        segment.asSlice(at, SIZE).fill((byte) 0);
        segment.set(JAVA_INT_UNALIGNED, at + INDEX, index);
        segment.set(JAVA_LONG_UNALIGNED, at + DESC, descriptors);
        segment.set(JAVA_LONG_UNALIGNED, at + USED, used);
        segment.set(JAVA_LONG_UNALIGNED, at + AVAIL, available);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
