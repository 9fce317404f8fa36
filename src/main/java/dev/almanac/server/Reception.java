// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Receives what participants say, as many messages as there are with one system call, and lets the
 * conductor answer.
 *
 * <p>Belongs to the event loop's thread. Allocates nothing.
 */
final class Reception implements AutoCloseable {
    /** A bound that keeps one participant from starving the others. */
    private static final long INPUT_BYTES = 256L * Message.SIZE;

    private final Syscalls sys;
    private final Conductor conductor;
    private final Delivery delivery;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(INPUT_BYTES, Message.SIZE);
    private final MemorySegment[] inputBehind = new MemorySegment[Message.SIZE];

    Reception(Syscalls sys, Conductor conductor, Delivery delivery) {
        this.sys = sys;
        this.conductor = conductor;
        this.delivery = delivery;
        for (int begun = 0; begun < inputBehind.length; begun++) {
            inputBehind[begun] = input.asSlice(begun);
        }
    }

    /** There is something to read, or the peer is gone. */
    void receive(Connection connection) {
        int begun = connection.begunBytes();
        if (begun > 0) {
            connection.restore(input);
        }
        long length = input.byteSize() - begun;
        long n = sys.recv(connection.fd, inputBehind[begun], length, Linux.MSG_DONTWAIT);
        if (n > 0) {
            take(connection, begun + (int) n);
        } else if (n == 0 && begun > 0) {
            conductor.violated(connection.session, Violation.TRUNCATED, "its stream");
        } else if (n == 0 || !Retry.isLater((int) -n)) {
            delivery.disconnect(connection, conductor);
        }
    }

    /** There is room to send again. */
    void roomFor(Connection connection) {
        delivery.flush(connection);
    }

    private void take(Connection connection, int bytes) {
        Session session = connection.session;
        int end = bytes & -Message.SIZE;
        for (int at = 0; at < end; at += Message.SIZE) {
            conductor.received(
                    session,
                    Message.op(input, at),
                    Message.seq(input, at),
                    Message.time(input, at));
            if (session.state() == State.GONE || conductor.outcome() != null) {
                return; // what else it said does not count
            }
        }
        connection.keep(input, end, bytes - end);
    }

    @Override
    public void close() {
        arena.close();
    }
}
