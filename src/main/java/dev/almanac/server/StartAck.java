// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The one message that carries descriptors: the answer to START, with the shared memory. */
final class StartAck implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment message = arena.allocate(Message.LAYOUT);
    private final MsgHdr header = new MsgHdr(arena);

    /**
     * Prepares to send it.
     *
     * @param descriptors what it carries: the memory, the log; none when no memory is shared
     */
    StartAck(int... descriptors) {
        IoVec vector = new IoVec(arena, 1);
        vector.set(0, message, 0, Message.SIZE);
        header.buffers(vector, 1);
        if (descriptors.length > 0) {
            CmsgHdr rights = new CmsgHdr(arena, descriptors.length);
            for (int fd : descriptors) {
                rights.add(fd);
            }
            header.send(rights);
        }
    }

    /**
     * Sends it as the first message of a connection.
     *
     * @return 0, or {@code -errno} when that is not possible
     */
    int send(Syscalls sys, int fd, int seq, int slot) {
        Message.put(message, 0, Op.ACK, seq, slot);
        int flags = Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT;
        long n;
        do {
            n = sys.sendmsg(fd, header.segment(), flags);
        } while (n == -Errno.EINTR);
        return n == Message.SIZE ? 0 : n < 0 ? (int) n : -Errno.EAGAIN;
    }

    @Override
    public void close() {
        arena.close();
    }
}
