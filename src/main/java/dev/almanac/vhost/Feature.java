// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** What a card and its driver can agree on: bits of the device's and the protocol's features. */
final class Feature {
    /** Device: the card tells its address. */
    static final long MAC = 1L << 5;

    /** Device: a frame may fill several receive buffers; never offered. */
    static final long MERGED_BUFFERS = 1L << 15;

    /** Device: there are protocol features. */
    static final long PROTOCOL_FEATURES = 1L << 30;

    /** Device: virtio 1.0 or newer. */
    static final long VERSION_1 = 1L << 32;

    /** Protocol: any request may ask for a status. */
    static final long REPLY_ACK = 1L << 3;

    /** Protocol: the device may make requests too. */
    static final long BACK_CHANNEL = 1L << 5;

    /** Protocol: the device has a configuration space. */
    static final long CONFIG = 1L << 9;

    /** Protocol: kicks and calls are messages. */
    static final long IN_BAND = 1L << 14;

    /**
     * The protocol features without which a card does not work here: a kick must be a call that
     * returns, at a known simulated time.
     */
    static final long NEEDED = REPLY_ACK | BACK_CHANNEL | IN_BAND;

    private Feature() {}

    /**
     * How many bytes stand before each frame in a buffer (struct virtio_net_hdr; virtio 1.2,
     * 5.1.6).
     *
     * @param accepted the device features that the driver accepted
     */
    static int headerBytes(long accepted) {
        return (accepted & (VERSION_1 | MERGED_BUFFERS)) == 0 ? 10 : 12;
    }
}
