// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * A number for a queue: the payload of SET_VRING_NUM, SET_VRING_BASE, SET_VRING_ENABLE, VRING_KICK
 * and VRING_CALL.
 *
 * <pre>{@code
 * struct vhost_vring_state {   // <linux/vhost_types.h>
 *     unsigned int index;      // the queue
 *     unsigned int num;
 * };
 * }</pre>
 */
final class VringState {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_INT.withName("index"), JAVA_INT.withName("num"))
                    .withName("vhost_vring_state");

    /** Bytes of the struct: 8. */
    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long INDEX = LAYOUT.byteOffset(PathElement.groupElement("index"));
    private static final long NUM = LAYOUT.byteOffset(PathElement.groupElement("num"));

    private VringState() {}

    static int index(MemorySegment segment, long at) {
        return segment.get(JAVA_INT, at + INDEX);
    }

    static int num(MemorySegment segment, long at) {
        return segment.get(JAVA_INT, at + NUM);
    }

    static void put(MemorySegment segment, long at, int index, int num) {
        segment.set(JAVA_INT, at + INDEX, index);
        segment.set(JAVA_INT, at + NUM, num);
    }
}
