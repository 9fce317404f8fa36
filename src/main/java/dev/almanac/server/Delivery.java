// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Outbox;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

import java.util.ArrayDeque;

/**
 * Delivers what the conductor says: all that one step of the conductor has for a participant leaves
 * with one system call. No send waits for its peer: what a participant has no room for is kept, and
 * in the end it is that participant that goes.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Delivery implements Outbox, AutoCloseable {
    private final Syscalls sys;
    private final Poller poller;
    private final StartAck startAck;
    private final Connections connections = new Connections();
    private final ArrayDeque<Connection> toSend = new ArrayDeque<>();
    private final ArrayDeque<Connection> notReading = new ArrayDeque<>();
    private final ArrayDeque<Connection> broken = new ArrayDeque<>();
    private int ordinal;

    /**
     * Delivers nothing yet.
     *
     * @param startDescriptors what the answer to START carries; none when no memory is shared
     */
    Delivery(Syscalls sys, Poller poller, int... startDescriptors) {
        this.sys = sys;
        this.poller = poller;
        startAck = new StartAck(startDescriptors);
    }

    /**
     * A participant connected.
     *
     * @return 0, or {@code -errno} if the machine has no room for it
     */
    int connect(int fd, int pid, Reception reception, Conductor conductor) {
        Session session = new Session(connections.freeNumber(), pid, ++ordinal);
        Connection connection = new Connection(fd, session, reception);
        connections.add(connection);
        long tag = poller.add(fd, Linux.EPOLLIN, connection);
        if (tag < 0) {
            connections.remove(connection);
            connection.close();
            return (int) tag;
        }
        connection.tag = tag;
        conductor.connected(session);
        return 0;
    }

    @Override
    public void send(Session to, int op, int seq, long time) {
        Connection connection = connections.get(to.connection());
        if (!connection.outgoing.append(op, seq, time)) {
            notReading.add(connection);
        } else if (!connection.queued) {
            connection.queued = true;
            toSend.add(connection);
        }
    }

    @Override
    public void sendStartAck(Session to, int seq, int slot) {
        Connection connection = connections.get(to.connection());
        if (!startAck.send(sys, connection.fd, seq, slot)) {
            broken.add(connection);
        }
    }

    @Override
    public void close(Session session) {
        close(connections.get(session.connection()));
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

    /** Sends a connection what is queued for it, as far as there is room. */
    void flush(Connection connection) {
        if (connection.closed) {
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

    /** The peer of a connection is gone. */
    void disconnect(Connection connection, Conductor conductor) {
        if (!connection.closed) {
            close(connection);
            conductor.disconnected(connection.session);
        }
    }

    /** A participant is gone, though its connection is not. */
    void disconnect(Session session, Conductor conductor) {
        disconnect(connections.get(session.connection()), conductor);
    }

    private void close(Connection connection) {
        poller.remove(connection.fd, connection.tag);
        connections.remove(connection);
        connection.close();
        sys.close(connection.fd);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        connections.forEach(this::close);
        startAck.close();
    }
}
