// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one connection is still to be sent: messages in a native buffer, which leave with one system
 * call where the peer has room. It grows for a peer that does not read, up to a bound.
 *
 * <p>Belongs to the event loop's thread. Allocates only when more is queued than ever before.
 */
final class Outgoing implements AutoCloseable {
    /** How much is kept for one that does not read: 65,536 messages. */
    static final long LIMIT = 1L << 20;

    private static final long INITIAL = 16L * Message.SIZE;

    private Arena arena = Arena.ofConfined();
    private MemorySegment buffer = arena.allocate(INITIAL, Message.SIZE);
    private long sent;
    private long end;

    boolean isEmpty() {
        return end == 0;
    }

    /** Queues a message; false if there is no room. */
    boolean append(int op, int seq, long time) {
        if (end == buffer.byteSize() && !makeRoom()) {
            return false;
        }
        Message.put(buffer, end, op, seq, time);
        end += Message.SIZE;
        return true;
    }

    /** What is queued and was not sent, from its first byte. */
    MemorySegment bytes() {
        return sent == 0 ? buffer : buffer.asSlice(sent);
    }

    /** How many bytes that are. */
    long length() {
        return end - sent;
    }

    /** So many of those bytes were sent. */
    void sent(long bytes) {
        sent += bytes;
        if (sent == end) {
            sent = 0;
            end = 0;
        }
    }

    /** Takes the room of the messages that were sent, if they are many, or else more room. */
    private boolean makeRoom() {
        long done = sent & -Message.SIZE; // of one, a part may have been sent
        if (done >= buffer.byteSize() / 4) {
            MemorySegment.copy(buffer, done, buffer, 0, end - done);
        } else if (buffer.byteSize() < LIMIT) {
            Arena larger = Arena.ofConfined();
            MemorySegment copy = larger.allocate(buffer.byteSize() * 2, Message.SIZE);
            MemorySegment.copy(buffer, done, copy, 0, end - done);
            arena.close();
            arena = larger;
            buffer = copy;
        } else {
            return false;
        }
        end -= done;
        sent -= done;
        return true;
    }

    @Override
    public void close() {
        arena.close();
    }
}
