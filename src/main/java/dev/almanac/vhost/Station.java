// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

/**
 * What is plugged into a port of the switch. Called only while no guest runs. A station that fails
 * unplugs itself, from within the call, and throws nothing.
 */
interface Station {
    /** The queue of frames for the guest. */
    int RECEIVE = 0;

    /** The queue of frames from the guest. */
    int TRANSMIT = 1;

    /** How many frames the guest has to send now; begins to take them. */
    int waiting();

    /**
     * Takes the next frame; its buffer is the guest's again only after {@link #giveBack}.
     *
     * @return null, or why there is no frame in that buffer
     */
    @Nullable Drop take(Frame into);

    /** Gives the buffer of the last frame back. */
    void giveBack();

    /**
     * Puts a frame into a buffer of the guest.
     *
     * @return null, or why not
     */
    @Nullable Drop put(Frame frame);

    /** Tells the guest that something has happened in a queue. It will answer. */
    void call(int queue);
}
