// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * Sees every frame on its way. Called in the event loop's thread; must not change anything, and
 * keep no frame. Each method does nothing unless overridden.
 */
public interface FrameTap {
    /** A port is there. */
    default void connected(Port port) {}

    /** A guest sent a frame. */
    default void sent(Port from, Frame frame, long time) {}

    /** A frame was put into a receive buffer of a guest. */
    default void delivered(Port to, Frame frame, long time) {}
}
