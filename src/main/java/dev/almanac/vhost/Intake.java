// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

/** Where frames come into the switch: counts them, learns from them, and lets them set out. */
final class Intake {
    /** How much of one sender's may be on its way, in bytes of memory. */
    static final long MAX_IN_FLIGHT = 64L << 20;

    private final NetworkJournal journal;
    private final FrameTap tap;
    private final Forwarding forwarding;
    private final FramePool frames;
    private long taken;

    Intake(NetworkJournal journal, FrameTap tap, Forwarding forwarding, FramePool frames) {
        this.journal = journal;
        this.tap = tap;
        this.forwarding = forwarding;
        this.frames = frames;
    }

    /**
     * Takes the next frame that a guest sends.
     *
     * @return the frame, which knows when it is due; null if it was dropped
     */
    @Nullable Frame take(Port port, long now) {
        Frame frame = frames.take();
        Drop drop = port.station.take(frame);
        if (drop == null) {
            frame.sender = port;
            frame.number = ++taken;
            port.counters().sent(frame.length());
            tap.sent(port, frame, now);
            if (forwarding.learn(port, frame.source())) {
                journal.learned(port, frame.source());
            }
            port.link.send(now, frame.length());
            if (port.link.isLost()) {
                drop = Drop.LOST;
            } else if (port.inFlight + frame.footprint() > MAX_IN_FLIGHT) {
                drop = Drop.CONGESTED;
            }
        }
        if (drop != null) {
            port.counters().drop(drop);
            frames.giveBack(frame);
            return null;
        }
        frame.due = port.link.arrival();
        port.inFlight += frame.footprint();
        return frame;
    }
}
