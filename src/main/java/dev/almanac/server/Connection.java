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
    final Session session;
    final Outgoing outgoing = new Outgoing();

    // The transport's notes.

    /** What it knows this by. */
    long tag;

    /** Whether this waits among those to send to. */
    boolean due;

    /** How many bytes were received that are still in the socket. */
    int leftIn;

    /** Whether nothing is sent until the peer has read. */
    boolean awaitsRoom;

    // Delivery's.

    /** Why it cannot be sent anything any more: an errno. */
    int failure;

    boolean closed;

    private final Reception reception;
    private final byte[] begun = new byte[Message.SIZE];
    private int begunBytes;

    Connection(int fd, Session session, Reception reception) {
        this.fd = fd;
        this.session = session;
        this.reception = reception;
    }

    /**
     * Something came.
     *
     * @param bytes at {@code offset}, {@code length} of them: gone when this returns
     */
    void received(MemorySegment bytes, long offset, int length) {
        reception.received(this, bytes, offset, length);
    }

    /** The peer has closed its end. */
    void ended() {
        reception.ended(this);
    }

    /** The system refuses to receive, or to send. */
    void failed(int errno) {
        reception.failed(this, errno);
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
        closed = true;
        outgoing.close();
    }
}
