// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** Two taps as one. */
public record FrameTaps(FrameTap first, FrameTap second) implements FrameTap {
    @Override
    public void connected(Port port) {
        first.connected(port);
        second.connected(port);
    }

    @Override
    public void sent(Port from, Frame frame, long time) {
        first.sent(from, frame, time);
        second.sent(from, frame, time);
    }

    @Override
    public void delivered(Port to, Frame frame, long time) {
        first.delivered(to, frame, time);
        second.delivered(to, frame, time);
    }
}
