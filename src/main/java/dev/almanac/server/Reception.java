// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tells the conductor what participants say, message by message, and who of them is gone.
 *
 * <p>Belongs to the event loop's thread. Allocates nothing.
 */
final class Reception implements AutoCloseable {
    private final Conductor conductor;
    private final Delivery delivery;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment joined =
            arena.allocate(Message.SIZE + Transport.MOST_BYTES, Message.SIZE);

    Reception(Conductor conductor, Delivery delivery) {
        this.conductor = conductor;
        this.delivery = delivery;
    }

    /** Something came; the first of it may be the rest of a message that was begun. */
    void received(Connection connection, MemorySegment bytes, long offset, int length) {
        int begun = connection.begunBytes();
        if (begun == 0) {
            take(connection, bytes, offset, length);
            return;
        }
        connection.restore(joined);
        MemorySegment.copy(bytes, offset, joined, begun, length);
        take(connection, joined, 0, begun + length);
    }

    /** Nothing will come any more. */
    void ended(Connection connection) {
        if (connection.begunBytes() > 0) {
            conductor.violated(connection.session, Violation.TRUNCATED, "its stream");
        } else {
            delivery.disconnect(connection, conductor);
        }
    }

    /** Nothing can be received or sent any more. */
    void failed(Connection connection, int errno) {
        if (Retry.isDeparture(errno)) {
            ended(connection);
        } else {
            delivery.fail(connection, errno, conductor);
        }
    }

    private void take(Connection connection, MemorySegment bytes, long offset, int length) {
        Session session = connection.session;
        int whole = length & -Message.SIZE;
        long end = offset + whole;
        for (long at = offset; at < end; at += Message.SIZE) {
            conductor.received(
                    session,
                    Message.op(bytes, at),
                    Message.seq(bytes, at),
                    Message.time(bytes, at));
            if (session.state() == State.GONE || conductor.outcome() != null) {
                return; // what else it said does not count
            }
        }
        connection.keep(bytes, end, length - whole);
    }

    @Override
    public void close() {
        arena.close();
    }
}
