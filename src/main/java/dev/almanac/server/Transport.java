// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.wire.Message;

/**
 * How messages get through the sockets of participants, and how the event loop waits. What happens
 * at a socket is told to its {@link Connection}, from {@link #await} and {@link #dispatch} only.
 *
 * <p>Belongs to the event loop's thread. In the steady state nothing here allocates.
 */
interface Transport extends AutoCloseable {
    /** How much of one participant is received at once, so that it does not starve the others. */
    int MOST_BYTES = 256 * Message.SIZE;

    /**
     * Begins to receive.
     *
     * @return 0, or {@code -errno} if the machine has no room for it
     */
    int open(Connection connection);

    /** Lets go of a connection, whose descriptor is about to be closed. */
    void close(Connection connection);

    /** Something is queued for a connection: it leaves before the loop waits again. */
    void send(Connection connection);

    /** Sends what is queued, without waiting for anything. */
    void flush();

    /**
     * Sends what is queued, and waits until something happens at a socket or with any source of the
     * {@link Poller}.
     *
     * @param timeoutMillis how long at most; -1 = without end
     * @return how many events there are; 0 after a timeout or a signal, and when the sending has
     *     led to something that should be looked at first
     */
    int await(int timeoutMillis);

    /** Lets those act whom an event is for, from 0. Once for each event, in any order. */
    void dispatch(int event);

    @Override
    void close();
}
