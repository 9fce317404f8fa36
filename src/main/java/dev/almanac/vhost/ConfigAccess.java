// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What GET_CONFIG and SET_CONFIG begin with.
 *
 * <pre>{@code
 * struct vhost_user_config {
 *     uint32_t offset;   // in the configuration space
 *     uint32_t size;     // of the bytes that follow
 *     uint32_t flags;
 *  // uint8_t  bytes[size];
 * };
 * }</pre>
 */
final class ConfigAccess {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("offset"),
                            JAVA_INT.withName("size"),
                            JAVA_INT.withName("flags"))
                    .withName("vhost_user_config");

    /** Bytes of the struct: 12. */
    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long OFFSET = LAYOUT.byteOffset(PathElement.groupElement("offset"));
    private static final long LENGTH = LAYOUT.byteOffset(PathElement.groupElement("size"));

    private ConfigAccess() {}

    /** Where in the configuration space; unsigned. */
    static int offset(MemorySegment segment, long at) {
        return segment.get(JAVA_INT, at + OFFSET);
    }

    /** How many bytes; unsigned. */
    static int length(MemorySegment segment, long at) {
        return segment.get(JAVA_INT, at + LENGTH);
    }
}
