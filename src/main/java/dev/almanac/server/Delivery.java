// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Outbox;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
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
    private final Transport transport;
    private final StartAck startAck;
    private final Connections connections = new Connections();
    private final ArrayDeque<Connection> notReading = new ArrayDeque<>();
    private final ArrayDeque<Connection> broken = new ArrayDeque<>();
    private int ordinal;

    /**
     * Delivers nothing yet.
     *
     * @param startDescriptors what the answer to START carries; none when no memory is shared
     */
    Delivery(Syscalls sys, Transport transport, int... startDescriptors) {
        this.sys = sys;
        this.transport = transport;
        startAck = new StartAck(startDescriptors);
    }

    /**
     * A participant connected.
     *
     * @return 0, or {@code -errno} if the machine has no room for it, and it is closed
     */
    int connect(int fd, int pid, Reception reception, Conductor conductor) {
        Session session = newcomer(pid);
        Connection connection = new Connection(fd, session, reception);
        connections.add(connection);
        int result = transport.open(connection);
        if (result < 0) {
            connections.remove(connection);
            connection.close();
            sys.close(fd);
            return result;
        }
        conductor.connected(session);
        return 0;
    }

    /** The session of somebody who comes, with a number of its own. */
    Session newcomer(int pid) {
        return new Session(connections.freeNumber(), pid, ++ordinal);
    }

    /** Somebody who had no connection is gone. */
    void release(Session session) {
        connections.release(session.connection());
    }

    @Override
    public void send(Session to, int op, int seq, long time) {
        Connection connection = connections.get(to.connection());
        if (!connection.outgoing.append(op, seq, time)) {
            notReading.add(connection);
        } else {
            transport.send(connection);
        }
    }

    @Override
    public void sendStartAck(Session to, int seq, int slot) {
        Connection connection = connections.get(to.connection());
        int result = startAck.send(sys, connection.fd, seq, slot);
        if (result < 0) {
            connection.failure = -result;
            broken.add(connection);
        }
    }

    @Override
    public void close(Session session) {
        close(connections.get(session.connection()));
    }

    /** Tells the conductor who cannot be sent anything any more. */
    void settle(Conductor conductor) {
        Connection connection;
        while ((connection = notReading.poll()) != null) {
            conductor.violated(connection.session, Violation.NOT_READING, "it");
        }
        while ((connection = broken.poll()) != null) {
            fail(connection, connection.failure, conductor);
        }
    }

    /** A connection cannot be used any more, for a reason to be told unless its peer is gone. */
    void fail(Connection connection, int errno, Conductor conductor) {
        if (!connection.closed && !Retry.isDeparture(errno)) {
            conductor.lost(connection.session, SystemLimits.explain(errno));
        }
        disconnect(connection, conductor);
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
        transport.close(connection);
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
