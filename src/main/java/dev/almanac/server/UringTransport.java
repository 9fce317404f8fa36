// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.IoUring;
import dev.almanac.sys.IoUringBuffers;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;

/**
 * Sockets received from and sent to through io_uring(7): one system call sends all that is queued
 * and waits until the next message is there, already received. What is not a participant's socket
 * stays with epoll, which the ring watches as a whole.
 *
 * <p>A tag says in its two highest bits what a completion is about, and in the others whose it is.
 */
final class UringTransport implements Transport {
    private static final int SUBMISSIONS = 256;
    private static final int BUFFERS = 256;
    private static final int BUFFER_SIZE = 16 * Message.SIZE;
    private static final int BUFFER_GROUP = 0;

    private static final long ABOUT = 3L << Tagged.BITS;
    private static final long RECEIVED = 0L << Tagged.BITS;
    private static final long SENT = 1L << Tagged.BITS;
    private static final long ROOM = 2L << Tagged.BITS;
    private static final long OTHERS = 3L << Tagged.BITS;

    private final Syscalls sys;
    private final Poller poller;
    private final Arena arena = Arena.ofConfined();
    private final IoUringBuffers buffers =
            new IoUringBuffers(arena, BUFFER_GROUP, BUFFERS, BUFFER_SIZE);
    private final IoUring ring;
    private final Tagged<Connection> connections = new Tagged<>();
    private final ArrayDeque<Connection> toReceive = new ArrayDeque<>();
    private final Due toSend = new Due();
    private boolean watchesOthers;
    private int looked;

    /**
     * Opens a ring.
     *
     * @throws SyscallException if this Linux has none that will do, or does not let us
     */
    UringTransport(Syscalls sys, Poller poller) {
        this.sys = sys;
        this.poller = poller;
        try {
            ring = IoUring.open(sys, SUBMISSIONS, buffers);
        } catch (SyscallException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public int open(Connection connection) {
        connection.tag = connections.add(connection);
        toReceive.add(connection);
        return 0;
    }

    /** The ring holds on to the socket; so its peer has to be told, and the ring lets go then. */
    @Override
    public void close(Connection connection) {
        connections.remove(connection.tag);
        sys.shutdown(connection.fd, Linux.SHUT_RDWR);
    }

    @Override
    public void send(Connection connection) {
        if (!connection.isSending && !connection.awaitsRoom) {
            toSend.add(connection);
        }
    }

    @Override
    public void flush() {
        prepare();
        ring.enter(0);
    }

    @Override
    public int await(int timeoutMillis) {
        ring.seen(looked);
        prepare();
        looked = ring.enter(timeoutMillis);
        return looked;
    }

    private void prepare() {
        if (!watchesOthers) {
            makeRoom();
            ring.poll(poller.fd(), Linux.EPOLLIN, OTHERS);
            watchesOthers = true;
        }
        Connection next;
        while ((next = toReceive.poll()) != null) {
            if (!next.closed) {
                makeRoom();
                ring.receive(next.fd, BUFFER_GROUP, RECEIVED | next.tag);
            }
        }
        while ((next = toSend.poll()) != null) {
            Outgoing outgoing = next.outgoing;
            makeRoom();
            ring.send(next.fd, outgoing.bytes(), outgoing.length(), SENT | next.tag);
            next.isSending = true;
        }
    }

    private void makeRoom() {
        while (ring.isFull()) {
            ring.enter(0);
        }
    }

    @Override
    public void dispatch(int event) {
        long tag = ring.tag(event);
        if ((tag & ABOUT) == OTHERS) {
            dispatchOthers();
            return;
        }
        Connection connection = connections.get(tag & ~ABOUT);
        if ((tag & ABOUT) == RECEIVED) {
            received(connection, event);
        } else if (connection != null) {
            if ((tag & ABOUT) == SENT) {
                sent(connection, ring.result(event));
            } else {
                connection.awaitsRoom = false;
                send(connection);
            }
        }
    }

    private void dispatchOthers() {
        watchesOthers = false;
        int ready = poller.await(0);
        for (int i = 0; i < ready; i++) {
            poller.dispatch(i);
        }
    }

    private void received(@Nullable Connection connection, int event) {
        int result = ring.result(event);
        if (connection != null) {
            if (result > 0) {
                connection.received(buffers.bytes(), buffers.offset(ring.buffer(event)), result);
            } else if (result == 0) {
                connection.ended();
            } else if (result != -Errno.ENOBUFS && !Retry.isLater(-result)) {
                connection.failed(-result);
            }
            if (!connection.closed && !ring.hasMore(event)) {
                toReceive.add(connection);
            }
        }
        if (ring.hasBuffer(event)) {
            buffers.giveBack(ring.buffer(event));
        }
    }

    private void sent(Connection connection, int result) {
        connection.isSending = false;
        if (result >= 0) {
            connection.outgoing.sent(result);
            if (!connection.outgoing.isEmpty()) {
                send(connection);
            }
        } else if (Retry.isLater(-result)) {
            connection.awaitsRoom = true;
            makeRoom();
            ring.poll(connection.fd, Linux.EPOLLOUT, ROOM | connection.tag);
        } else {
            connection.failed(-result);
        }
    }

    @Override
    public void close() {
        ring.close();
        arena.close();
    }
}
