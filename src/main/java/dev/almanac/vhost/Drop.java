// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** Why a frame did not get further. */
public enum Drop {
    /** Sent: shorter than an Ethernet header. */
    RUNT("too short"),
    /** Sent: longer than any frame. */
    OVERSIZE("too long"),
    /** Sent: from memory that the guest does not share. */
    UNREADABLE("outside shared memory"),
    /** Sent: by the link model's chance. */
    LOST("lost on the link"),
    /** Sent: too much of the sender's is on its way already. */
    CONGESTED("too many on their way"),
    /** Sent: nobody has that address. */
    UNKNOWN_DESTINATION("to nobody"),
    /** To be received: the guest's receive queue is off. */
    NOT_LISTENING("to a queue that is off"),
    /** To be received: the guest has offered no buffer. */
    NO_BUFFER("without a buffer"),
    /** To be received: the guest's next buffer is too small. */
    BUFFER_TOO_SMALL("too long for the buffer"),
    /** To be received: the guest's connection ended just then. */
    GONE("to a guest that went");

    private final String reason;

    Drop(String reason) {
        this.reason = reason;
    }

    /** The reason for people, to be read after "frames". */
    public String reason() {
        return reason;
    }
}
