// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.session.Session;
import dev.almanac.sys.Linux;
import dev.almanac.wire.Message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One participant's socket: what of its next message is there already, and what it is to be sent.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Connection implements Source, AutoCloseable {
    final int fd;
    final Session session;
    final Outgoing outgoing = new Outgoing();

    /** What the poller knows it by. */
    long tag;

    /** Whether it waits among those to send to. */
    boolean queued;

    /** Whether the poller tells when there is room to send. */
    boolean watchesRoom;

    boolean closed;

    private final Reception reception;
    private final byte[] begun = new byte[Message.SIZE];
    private int begunBytes;

    Connection(int fd, Session session, Reception reception) {
        this.fd = fd;
        this.session = session;
        this.reception = reception;
    }

    @Override
    public void ready(int events) {
        if ((events & Linux.EPOLLOUT) != 0) {
            reception.roomFor(this);
        }
        if ((events & ~Linux.EPOLLOUT) != 0) {
            reception.receive(this);
        }
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
