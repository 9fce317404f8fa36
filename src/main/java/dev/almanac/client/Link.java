// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A participant's socket: messages in and out, each way in as few system calls as they allow.
 *
 * <p>Belongs to one thread. What is put is sent at the latest before the next message is waited
 * for.
 */
final class Link implements AutoCloseable {
    private static final int BUFFER = 64 * Message.SIZE;

    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(BUFFER, Message.SIZE);
    private final MemorySegment output = arena.allocate(BUFFER, Message.SIZE);
    private final MsgHdr header = new MsgHdr(arena);
    private final IoVec vector = new IoVec(arena, 1);
    private final CmsgHdr rights = new CmsgHdr(arena, 2);
    private final int fd;
    private int next;
    private int received;
    private int queued;

    /**
     * Connects to a calendar.
     *
     * @throws CalendarException if it does not answer at that path
     */
    Link(Syscalls sys, String path) {
        this.sys = sys;
        SockaddrUn address = new SockaddrUn(arena, path);
        fd = sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0);
        int result = fd < 0 ? fd : sys.connect(fd, address.segment(), address.length());
        if (result < 0) {
            close();
            throw new CalendarException(
                    "no calendar at " + path + ": " + Errno.message(-result) + "; is it running?");
        }
    }

    /** Queues a message. */
    void put(int op, int seq, long time) {
        if (queued == BUFFER) {
            flush();
        }
        Message.put(output, queued, op, seq, time);
        queued += Message.SIZE;
    }

    /** Sends what is queued. */
    void flush() {
        int sent = 0;
        while (sent < queued) {
            MemorySegment rest = sent == 0 ? output : output.asSlice(sent);
            long n = sys.send(fd, rest, queued - sent, Linux.MSG_NOSIGNAL);
            if (n < 0 && n != -Errno.EINTR) {
                throw gone((int) -n);
            }
            sent += (int) Math.max(n, 0);
        }
        queued = 0;
    }

    /** Waits for the next message; the accessors below then speak of it. */
    void await() {
        next += Message.SIZE;
        while (next + Message.SIZE > received) {
            flush();
            int left = Math.max(received - next, 0);
            MemorySegment.copy(input, next, input, 0, left);
            received = left;
            next = 0;
            MemorySegment rest = left == 0 ? input : input.asSlice(left);
            receive(sys.recv(fd, rest, BUFFER - left, 0));
        }
    }

    /**
     * Waits for the first message, which may carry descriptors.
     *
     * @return how many it carries
     */
    int awaitWithDescriptors() {
        flush();
        vector.set(0, input, 0, Message.SIZE);
        header.buffers(vector, 1);
        header.receive(rights);
        received = 0;
        next = 0;
        while (received == 0) {
            receive(sys.recvmsg(fd, header.segment(), Linux.MSG_CMSG_CLOEXEC));
        }
        int descriptors = rights.received(header);
        if (received < Message.SIZE) {
            next = -Message.SIZE;
            await();
        }
        return descriptors;
    }

    /** A descriptor that came with the first message. */
    int descriptor(int index) {
        return rights.descriptor(index);
    }

    int op() {
        return Message.op(input, next);
    }

    int seq() {
        return Message.seq(input, next);
    }

    long time() {
        return Message.time(input, next);
    }

    private void receive(long n) {
        if (n == 0 || (n < 0 && n != -Errno.EINTR)) {
            throw gone((int) -n);
        }
        received += (int) Math.max(n, 0);
    }

    private static CalendarException gone(int errno) {
        return new CalendarException(
                "the calendar is gone" + (errno == 0 ? "" : ": " + Errno.message(errno)));
    }

    @Override
    public void close() {
        if (fd >= 0) {
            sys.close(fd);
        }
        arena.close();
    }
}
