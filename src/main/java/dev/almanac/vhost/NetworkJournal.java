// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * Sees what happens in the network, when it happens. Called in the event loop's thread; must not
 * change anything. Each method does nothing unless overridden.
 */
public interface NetworkJournal {
    /** A port was connected, the {@link Port#client}-th of those that are connected now. */
    default void connected(Port port) {}

    /**
     * The switch learned where an address is.
     *
     * @param address the 48 bits, the first byte highest
     */
    default void learned(Port port, long address) {}

    /** A port's connection has ended. */
    default void disconnected(Port port) {}

    /**
     * A port's connection is being closed because of what its guest did.
     *
     * @param what to be read after the port's name: "sent a message of 5000 bytes"
     */
    default void misbehaved(Port port, String what) {}

    /** A guest did not take a call; it may miss what was sent to it. */
    default void callRefused(Port port, int status) {}

    /** So many frames were sent or arrived at one instant, which does not end. */
    default void storm(long time, long frames) {}
}
