// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Outbox;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

import java.util.ArrayDeque;
import java.util.Objects;

/**
 * Delivers what the conductor says: all that one step of the conductor has for a participant leaves
 * with one system call. No send waits for its peer: what a participant has no room for is kept, and
 * in the end it is that participant that goes.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Delivery implements Outbox {
    private final Syscalls sys;
    private final Poller poller;
    private final Connections connections;
    private final StartAck startAck;
    private final ArrayDeque<Connection> toSend = new ArrayDeque<>();
    private final ArrayDeque<Connection> notReading = new ArrayDeque<>();
    private final ArrayDeque<Connection> broken = new ArrayDeque<>();

    Delivery(Syscalls sys, Poller poller, Connections connections, StartAck startAck) {
        this.sys = sys;
        this.poller = poller;
        this.connections = connections;
        this.startAck = startAck;
    }

    @Override
    public void send(Session to, int op, int seq, long time) {
        Connection connection = connectionOf(to);
        if (!connection.outgoing.append(op, seq, time)) {
            notReading.add(connection);
        } else if (!connection.queued) {
            connection.queued = true;
            toSend.add(connection);
        }
    }

    @Override
    public void sendStartAck(Session to, int seq, int slot) {
        Connection connection = connectionOf(to);
        if (!startAck.send(sys, connection.fd, seq, slot)) {
            broken.add(connection);
        }
    }

    @Override
    public void close(Session session) {
        close(connectionOf(session));
    }

    /** Closes a connection; what was queued for it is lost. */
    void close(Connection connection) {
        connections.remove(connection);
        connection.close();
        sys.close(connection.fd);
    }

    /** Sends all that is queued, and tells the conductor who cannot be sent anything any more. */
    void deliver(Conductor conductor) {
        while (true) {
            Connection connection = toSend.poll();
            if (connection != null) {
                connection.queued = false;
                flush(connection);
            } else if ((connection = notReading.poll()) != null) {
                conductor.violated(connection.session, Violation.NOT_READING, "it");
            } else if ((connection = broken.poll()) != null) {
                disconnect(connection, conductor);
            } else {
                return;
            }
        }
    }

    /** There is room again. */
    void roomFor(Connection connection) {
        flush(connection);
    }

    /** The peer of a connection is gone. */
    void disconnect(Connection connection, Conductor conductor) {
        if (isOpen(connection)) {
            close(connection);
            conductor.disconnected(connection.session);
        }
    }

    private void flush(Connection connection) {
        if (!isOpen(connection)) {
            return;
        }
        if (connection.outgoing.flush(sys, connection.fd) < 0) {
            broken.add(connection);
            return;
        }
        boolean watchRoom = !connection.outgoing.isEmpty();
        if (watchRoom != connection.watchesRoom) {
            connection.watchesRoom = watchRoom;
            int events = watchRoom ? Linux.EPOLLIN | Linux.EPOLLOUT : Linux.EPOLLIN;
            poller.modify(connection.fd, events, connection.tag);
        }
    }

    private boolean isOpen(Connection connection) {
        return connections.byTag(connection.tag) == connection;
    }

    private Connection connectionOf(Session session) {
        return Objects.requireNonNull(connections.byIndex(session.connection()));
    }
}
