// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** Knows which ports a frame is for. */
interface Forwarding {
    /**
     * A port sent a frame with that source.
     *
     * @return whether that is news
     */
    boolean learn(Port port, long source);

    /** Whether a frame to that address, which is no group, is for a port other than its sender. */
    boolean reaches(Port port, long destination);

    /** A port is gone. */
    void forget(Port port);
}
