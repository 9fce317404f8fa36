// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sockets watched with epoll(7), and one system call to receive or send: works everywhere. */
final class EpollTransport implements Transport {
    private final Syscalls sys;
    private final Poller poller;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(MOST_BYTES, Message.SIZE);
    private final Due due = new Due();
    private boolean failed;

    EpollTransport(Syscalls sys, Poller poller) {
        this.sys = sys;
        this.poller = poller;
    }

    @Override
    public int open(Connection connection) {
        long tag = poller.add(connection.fd, Linux.EPOLLIN, events -> ready(connection, events));
        if (tag < 0) {
            return (int) tag;
        }
        connection.tag = tag;
        return 0;
    }

    @Override
    public void close(Connection connection) {
        poller.remove(connection.fd, connection.tag);
    }

    @Override
    public void send(Connection connection) {
        due.add(connection);
    }

    @Override
    public void flush() {
        for (Connection next = due.poll(); next != null; next = due.poll()) {
            flush(next);
        }
    }

    @Override
    public int await(int timeoutMillis) {
        failed = false;
        flush();
        return failed ? 0 : poller.await(timeoutMillis);
    }

    @Override
    public void dispatch(int event) {
        poller.dispatch(event);
    }

    private void ready(Connection connection, int events) {
        if ((events & Linux.EPOLLOUT) != 0) {
            due.add(connection);
        }
        if ((events & ~Linux.EPOLLOUT) == 0) {
            return;
        }
        long n = sys.recv(connection.fd, input, MOST_BYTES, Linux.MSG_DONTWAIT);
        if (n > 0) {
            connection.received(input, 0, (int) n);
        } else if (n == 0) {
            connection.ended();
        } else if (!Retry.isLater((int) -n)) {
            connection.failed((int) -n);
        }
    }

    /** Sends as much as the peer has room for, and watches for more room if that is not all. */
    private void flush(Connection connection) {
        Outgoing outgoing = connection.outgoing;
        while (!outgoing.isEmpty()) {
            long n =
                    sys.send(
                            connection.fd,
                            outgoing.bytes(),
                            outgoing.length(),
                            Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
            if (n >= 0) {
                outgoing.sent(n);
            } else if (Retry.isLater((int) -n)) {
                break;
            } else {
                failed = true;
                connection.failed((int) -n);
                return;
            }
        }
        boolean watchRoom = !outgoing.isEmpty();
        if (watchRoom != connection.awaitsRoom) {
            connection.awaitsRoom = watchRoom;
            int events = watchRoom ? Linux.EPOLLIN | Linux.EPOLLOUT : Linux.EPOLLIN;
            poller.modify(connection.fd, events, connection.tag);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
