// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How messages get through the sockets of participants, and how the event loop waits: epoll(7), and
 * one system call to receive from or send to one of them. What happens at a socket is told to its
 * {@link Connection}, from {@link #await} and {@link #dispatch} only.
 *
 * <p>Who was just given the floor will be the next to speak. If it shares time, and so needs no
 * answers meanwhile, its socket is read before the loop asks epoll; where something is there, the
 * loop need not ask.
 *
 * <p>To take a message out of a socket wakes up whoever waits at its other end: Linux tells that
 * there is room again. For who waits for an answer that is too early, and it sleeps again. So what
 * such a participant says is looked at in its socket, and taken out once the answer is sent.
 *
 * <p>Belongs to the event loop's thread. In the steady state nothing here allocates.
 */
final class Transport implements AutoCloseable {
    /** How much of one participant is received at once, so that it does not starve the others. */
    static final int MOST_BYTES = 256 * Message.SIZE;

    /**
     * How often in a row epoll is not asked, so that who is expected does not starve the others.
     */
    private static final int MOST_EARLY = 64;

    private final Syscalls sys;
    private final Poller poller;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(MOST_BYTES, Message.SIZE);
    private final MemorySegment takenOut = arena.allocate(MOST_BYTES);
    private final Due due = new Due();
    private @Nullable Connection expected;
    private @Nullable Connection toTakeOut;
    private @Nullable Connection hasSpoken;
    private long result;
    private int earlyInARow;
    private boolean failed;
    private boolean inOrder;

    Transport(Syscalls sys, Poller poller) {
        this.sys = sys;
        this.poller = poller;
    }

    /**
     * Begins to receive.
     *
     * @return 0, or {@code -errno} if the machine has no room for it
     */
    int open(Connection connection) {
        long tag = poller.add(connection.fd, Linux.EPOLLIN, events -> ready(connection, events));
        if (tag < 0) {
            return (int) tag;
        }
        connection.tag = tag;
        return 0;
    }

    /**
     * Lets go of a connection, whose descriptor is about to be closed: its peer would take it for a
     * failure if something were left in there.
     */
    void close(Connection connection) {
        takeOut(connection);
        connection.leftIn = 0;
        poller.remove(connection.fd, connection.tag);
    }

    /** From now on who speaks first is served first, whoever is expected to speak. */
    void keepOrder() {
        inOrder = true;
    }

    /** Something is queued for a connection: it leaves before the loop waits again. */
    void send(Connection connection) {
        due.add(connection);
    }

    /** Sends what is queued, without waiting for anything. */
    void flush() {
        Connection next = due.poll();
        if (next != null) {
            expected = next;
        }
        for (; next != null; next = due.poll()) {
            flush(next);
        }
    }

    /**
     * Sends what is queued, and waits until something happens at a socket or with any source of the
     * {@link Poller}.
     *
     * @param timeoutMillis how long at most; -1 = without end
     * @return how many events there are; 0 after a timeout or a signal, and when the sending has
     *     led to something that should be looked at first
     */
    int await(int timeoutMillis) {
        failed = false;
        flush();
        takeOut();
        if (failed) {
            return 0;
        }
        return isEarly() ? 1 : poller.await(timeoutMillis);
    }

    /** Lets those act whom an event is for, from 0. Once for each event, in any order. */
    void dispatch(int event) {
        Connection early = hasSpoken;
        if (early == null) {
            poller.dispatch(event);
        } else {
            hasSpoken = null;
            received(early, result);
        }
    }

    /** Whether who is expected has said something already, or cannot any more. */
    private boolean isEarly() {
        Connection next = expected;
        if (next != null
                && !next.closed
                && next.session.sharesTime()
                && earlyInARow < MOST_EARLY
                && !inOrder) {
            result = receive(next);
            if (result >= 0 || !Retry.isLater((int) -result)) {
                earlyInARow++;
                hasSpoken = next;
                return true;
            }
        }
        earlyInARow = 0;
        return false;
    }

    private void ready(Connection connection, int events) {
        if ((events & Linux.EPOLLOUT) != 0) {
            due.add(connection);
        }
        if ((events & ~Linux.EPOLLOUT) != 0) {
            received(connection, receive(connection));
        }
    }

    private void received(Connection connection, long n) {
        if (n > 0) {
            connection.received(input, 0, (int) n);
        } else if (n == 0) {
            connection.ended();
        } else if (!Retry.isLater((int) -n)) {
            connection.failed((int) -n);
        }
    }

    /** As recv(2). Who shares time waits for its turn when it has spoken, and for no answer. */
    private long receive(Connection connection) {
        takeOut();
        long left = takeOut(connection); // which failed when that was tried before
        if (left <= 0) {
            return left;
        }
        if (connection.session.sharesTime()) {
            return sys.recv(connection.fd, input, MOST_BYTES, Linux.MSG_DONTWAIT);
        }
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_PEEK;
        long n = sys.recv(connection.fd, input, MOST_BYTES, flags);
        connection.leftIn = (int) Math.max(0, n);
        toTakeOut = connection;
        return n;
    }

    /** Takes out of its socket what was only looked at. */
    private void takeOut() {
        Connection connection = toTakeOut;
        if (connection != null) {
            toTakeOut = null;
            takeOut(connection);
        }
    }

    /** Likewise; what recv(2) says if it refuses, else more than 0. */
    private long takeOut(Connection connection) {
        long n = 1;
        while (connection.leftIn > 0 && n > 0) {
            n = sys.recv(connection.fd, takenOut, connection.leftIn, Linux.MSG_DONTWAIT);
            connection.leftIn -= (int) Math.max(0, n);
        }
        return n;
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
