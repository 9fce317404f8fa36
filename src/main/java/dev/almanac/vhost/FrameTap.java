// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.lang.foreign.MemorySegment;

/** Sees every frame on its way. Called in the event loop's thread; must not change anything. */
interface FrameTap {
    /** Sees nothing. */
    FrameTap NONE = new FrameTap() {};

    /** A port is there. */
    default void connected(Port port) {}

    /** A guest sent a frame: the first {@code length} bytes. */
    default void sent(Port from, MemorySegment frame, int length, long time) {}

    /** A frame was put into a receive buffer of a guest. */
    default void delivered(Port to, MemorySegment frame, int length, long time) {}
}
