// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Answers a front-end, in the order in which it asked. An answer can be held back; those behind it
 * then wait too. What leaves at once leaves with one call: a UML guest that finds half a message
 * loses it. The socket's own room bounds what we keep for a peer that does not read.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Replies {
    private static final int ROOM = 2 * (VhostHeader.SIZE + MessageReader.MAX_PAYLOAD);

    private final Syscalls sys;
    private final int fd;
    private final MemorySegment queue;
    private final MemorySegment number;
    private int queued;
    private int held;

    /** Writes to a socket, which it does not own, with buffers of the caller's arena. */
    Replies(Syscalls sys, int fd, Arena arena) {
        this.sys = sys;
        this.fd = fd;
        queue = arena.allocate(ROOM, Integer.BYTES);
        number = arena.allocate(JAVA_LONG);
    }

    /** Answers with a number. */
    void reply(int request, long value) {
        number.set(JAVA_LONG, 0, value);
        reply(request, number, 0, Long.BYTES);
    }

    /**
     * Answers with bytes.
     *
     * @throws Misbehaviour if there is no room for it
     */
    void reply(int request, MemorySegment payload, long at, int bytes) {
        if (queued + VhostHeader.SIZE + bytes > ROOM) {
            throw notReading();
        }
        VhostHeader.put(queue, queued, request, VhostHeader.FLAGS_REPLY, bytes);
        MemorySegment.copy(payload, at, queue, queued + VhostHeader.SIZE, bytes);
        queued += VhostHeader.SIZE + bytes;
        send();
    }

    /**
     * Holds back the next answer and those behind it until {@link #release} was called as often.
     */
    void hold() {
        held++;
    }

    /** Ends a {@link #hold}. */
    void release() {
        held--;
        send();
    }

    private void send() {
        if (held > 0 || queued == 0) {
            return;
        }
        long n;
        do {
            n = sys.send(fd, queue, queued, Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
        } while (n == -Errno.EINTR);
        if (n == -Errno.EAGAIN || (n >= 0 && n < queued)) {
            throw notReading();
        }
        queued = 0; // any other error ends the stream, which reading it tells
    }

    private static Misbehaviour notReading() {
        return new Misbehaviour("does not read its replies");
    }
}
