// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;

/**
 * Frames to be used again: their memory is kept until the end. Belongs to the event loop's thread.
 */
final class FramePool implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final ArrayDeque<Frame> spare = new ArrayDeque<>();

    /** A frame of nobody. */
    Frame take() {
        Frame frame = spare.poll();
        return frame == null ? new Frame(arena) : frame;
    }

    void giveBack(Frame frame) {
        frame.sender = null;
        spare.push(frame);
    }

    @Override
    public void close() {
        arena.close();
    }
}
