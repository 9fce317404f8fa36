// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What every vhost-user message begins with, on both channels; at any address, as the message
 * before it may be of any size.
 *
 * <pre>{@code
 * struct vhost_user_header {   // in the machine's byte order
 *     uint32_t request;
 *     uint32_t flags;          // bits 0-1: version 1; 2: a reply; 3: a reply is wanted
 *     uint32_t size;           // of the payload that follows, in bytes
 * };
 * }</pre>
 */
final class VhostHeader {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("request"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("size"))
                    .withName("vhost_user_header");

    /** Bytes of a header: 12. */
    static final int SIZE = (int) LAYOUT.byteSize();

    /** The flags of a request without a reply. */
    static final int FLAGS_REQUEST = 0x1;

    /** The flags of a reply. */
    static final int FLAGS_REPLY = 0x5;

    /** The flag of a request that asks for a reply. */
    static final int WANTS_REPLY = 0x8;

    private static final long REQUEST = offset("request");
    private static final long FLAGS = offset("flags");
    private static final long PAYLOAD_SIZE = offset("size");

    private VhostHeader() {}

    static int request(MemorySegment segment, long at) {
        return segment.get(JAVA_INT_UNALIGNED, at + REQUEST);
    }

    static int flags(MemorySegment segment, long at) {
        return segment.get(JAVA_INT_UNALIGNED, at + FLAGS);
    }

    /** Bytes of payload; unsigned. */
    static int size(MemorySegment segment, long at) {
        return segment.get(JAVA_INT_UNALIGNED, at + PAYLOAD_SIZE);
    }

    static void put(MemorySegment segment, long at, int request, int flags, int size) {
        segment.set(JAVA_INT_UNALIGNED, at + REQUEST, request);
        segment.set(JAVA_INT_UNALIGNED, at + FLAGS, flags);
        segment.set(JAVA_INT_UNALIGNED, at + PAYLOAD_SIZE, size);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
