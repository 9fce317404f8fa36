// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Timeval;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * What a front-end says, and what it is answered; and the descriptors that are its own.
 *
 * <p>Belongs to the thread that makes it. An answer comes within {@value #PATIENCE_MILLIS} ms, or
 * it is an {@link IllegalStateException}.
 */
abstract class DriverMessages {
    static final int PATIENCE_MILLIS = 2_000;

    private static final int MESSAGE = 8192;
    private static final int NO_FLAGS = 0;

    final Syscalls sys;
    final int socket;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment out = arena.allocate(MESSAGE, Long.BYTES);
    private final MemorySegment in = arena.allocate(MESSAGE, Long.BYTES);
    private final ArrayDeque<Integer> open = new ArrayDeque<>();

    DriverMessages(Syscalls sys, int socket) {
        this.sys = sys;
        this.socket = own("socket", socket);
    }

    /** Memory until all is given back. */
    final Arena arena() {
        return arena;
    }

    /** What a call returned is its own from now on. */
    final int own(String call, int fd) {
        SyscallException.check(call, fd);
        open.push(fd);
        return fd;
    }

    /** No wait for that socket is without a bound. */
    final void boundWaits(int fd) {
        Timeval patience = new Timeval(arena);
        patience.setMillis(PATIENCE_MILLIS);
        int option = Linux.SO_RCVTIMEO;
        SyscallException.check(
                "setsockopt",
                sys.setsockopt(fd, Linux.SOL_SOCKET, option, patience.segment(), Timeval.SIZE));
    }

    static void expect(long expected, long actual, String what) {
        if (expected != actual) {
            throw new IllegalStateException(
                    "%s is %d, and should be %d".formatted(what, actual, expected));
        }
    }

    /** Closes one of its descriptors before the others. */
    final void release(int fd) {
        open.remove(fd);
        SyscallException.check("close", sys.close(fd));
    }

    final MemorySegment out() {
        return out;
    }

    final MemorySegment in() {
        return in;
    }

    final void request(int request, int flags, int size, int... descriptors) {
        VhostHeader.put(out, 0, request, flags, size);
        raw(VhostHeader.SIZE + size, descriptors);
    }

    /** Sends the first bytes of {@link #out}. */
    final void raw(int bytes, int... descriptors) {
        long sent;
        if (descriptors.length == 0) {
            sent = sys.send(socket, out, bytes, Linux.MSG_NOSIGNAL);
        } else {
            MsgHdr message = new MsgHdr(arena);
            IoVec vector = new IoVec(arena, 1);
            vector.set(0, out, 0, bytes);
            message.buffers(vector, 1);
            CmsgHdr control = new CmsgHdr(arena, descriptors.length);
            for (int fd : descriptors) {
                control.add(fd);
            }
            message.send(control);
            sent = sys.sendmsg(socket, message.segment(), Linux.MSG_NOSIGNAL);
        }
        expect(bytes, sent, "what was sent");
    }

    final void number(int request, int flags, long number, int... descriptors) {
        out.set(JAVA_LONG_UNALIGNED, VhostHeader.SIZE, number);
        request(request, flags, Long.BYTES, descriptors);
    }

    final void state(int request, int flags, int index, int num) {
        VringState.put(out, VhostHeader.SIZE, index, num);
        request(request, flags, VringState.SIZE);
    }

    /** Takes a reply, whose payload is in {@link #in} then; its size. */
    final int reply(int request) {
        receive(socket, VhostHeader.SIZE, "what came of a reply");
        expect(request, VhostHeader.request(in, 0), "the request replied to");
        expect(VhostHeader.FLAGS_REPLY, VhostHeader.flags(in, 0), "a reply's flags");
        int size = VhostHeader.size(in, 0);
        receive(socket, size, "what came of a reply's payload");
        return size;
    }

    final void receive(int fd, int bytes, String what) {
        expect(bytes, sys.recv(fd, in, bytes, NO_FLAGS), what);
    }

    final long numberReply(int request) {
        expect(Long.BYTES, reply(request), "the size of a reply");
        return in.get(JAVA_LONG, 0);
    }

    /** Closes all descriptors, and frees the memory. */
    final void giveBack() {
        while (!open.isEmpty()) {
            sys.close(open.pop());
        }
        arena.close();
    }
}
