// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.session.Session;
import dev.almanac.wire.Message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One participant's socket: what of its next message is there already, and what it is to be sent.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Connection implements AutoCloseable {
    final int fd;
    final long tag;
    final Session session;
    final Outgoing outgoing = new Outgoing();

    /** Whether it waits in the loop's list of those to send to. */
    boolean queued;

    /** Whether epoll tells when there is room to send. */
    boolean watchesRoom;

    private final byte[] begun = new byte[Message.SIZE];
    private int begunBytes;

    /**
     * A connection that was just accepted.
     *
     * @param tag what epoll hands back with its events
     */
    Connection(int fd, long tag, Session session) {
        this.fd = fd;
        this.tag = tag;
        this.session = session;
    }

    /** How much of a message is there already: 0 to 15 bytes. */
    int begunBytes() {
        return begunBytes;
    }

    /** Puts the begun message where the rest of it is received behind. */
    void restore(MemorySegment input) {
        MemorySegment.copy(begun, 0, input, ValueLayout.JAVA_BYTE, 0, begunBytes);
    }

    /** Keeps the begin of a message. */
    void keep(MemorySegment input, long offset, int bytes) {
        MemorySegment.copy(input, ValueLayout.JAVA_BYTE, offset, begun, 0, bytes);
        begunBytes = bytes;
    }

    @Override
    public void close() {
        outgoing.close();
    }
}
