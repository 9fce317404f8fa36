// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A frame that goes from port to port, in the order in which those were connected. */
final class Round {
    private final List<Port> ports;
    private final Forwarding forwarding;
    private final FrameTap tap;
    private final FramePool frames;

    private @Nullable Frame frame;
    private int next;
    private boolean wanted;

    /** No frame goes yet. */
    Round(List<Port> ports, Forwarding forwarding, FrameTap tap, FramePool frames) {
        this.ports = ports;
        this.forwarding = forwarding;
        this.tap = tap;
        this.frames = frames;
    }

    boolean isUnderWay() {
        return frame != null;
    }

    void begin(Frame carried) {
        frame = carried;
        next = 0;
        wanted = false;
    }

    /** The port at that place in the list is there no more. */
    void removed(int index) {
        if (index < next) {
            next--;
        }
    }

    /**
     * Brings the frame to the next guest that it is for.
     *
     * @return that guest's port, which is to be called; null when the round is over
     */
    @Nullable Port proceed(long now) {
        Frame carried = frame;
        if (carried == null) {
            return null;
        }
        long destination = carried.destination();
        boolean group = EtherAddress.isGroup(destination);
        while (next < ports.size()) {
            Port to = ports.get(next++);
            if (to != carried.sender && (group || forwarding.reaches(to, destination))) {
                wanted = true;
                Drop drop = to.station.put(carried);
                if (drop == null) {
                    to.counters().received(carried.length());
                    tap.delivered(to, carried, now);
                    return to;
                }
                to.counters().drop(drop);
            }
        }
        end(carried);
        return null;
    }

    private void end(Frame carried) {
        Port sender = carried.sender;
        if (sender != null) {
            sender.inFlight -= carried.footprint();
            if (!wanted) {
                sender.counters().drop(Drop.UNKNOWN_DESTINATION);
            }
        }
        frames.giveBack(carried);
        frame = null;
    }
}
