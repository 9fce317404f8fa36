// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A participant that does nothing but take turns, with the system calls of a User-Mode Linux guest:
 * one read or write of 16 bytes for each message.
 */
final class LoadParticipant implements AutoCloseable {
    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment in = arena.allocate(Message.LAYOUT);
    private final MemorySegment out = arena.allocate(Message.LAYOUT);
    private final int fd;
    private final long id;
    private @Nullable Mapping memory;
    private int slot;
    private int seq;

    LoadParticipant(Syscalls sys, String path, long id) {
        this.sys = sys;
        this.id = id;
        SockaddrUn address = new SockaddrUn(arena, path);
        fd = SyscallException.check("socket", sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM, 0));
        SyscallException.check("connect", sys.connect(fd, address.segment(), address.length()));
    }

    void askToStart() {
        write(Op.START, ++seq, id);
    }

    /** Waits until START is answered, and asks for a first turn. */
    void start(boolean shareMemory, long firstTurn) {
        MsgHdr header = new MsgHdr(arena);
        IoVec vector = new IoVec(arena, 1);
        CmsgHdr rights = new CmsgHdr(arena, 2);
        vector.set(0, in, 0, Message.SIZE);
        header.buffers(vector, 1);
        header.receive(rights);
        SyscallException.check("recvmsg", sys.recvmsg(fd, header.segment(), 0));
        int descriptors = rights.received(header);
        if (shareMemory) {
            slot = (int) Message.time(in, 0) & 0xffff;
            share(rights.descriptor(0));
        }
        for (int i = 0; i < descriptors; i++) {
            sys.close(rights.descriptor(i));
        }
        request(firstTurn);
        rest();
    }

    private void share(int memfd) {
        long size;
        try (Mapping head = Mapping.of(sys, memfd, SharedHeader.SIZE)) {
            size = SharedHeader.length(head.segment());
        }
        memory = Mapping.of(sys, memfd, size);
        SharedSlot.sharesTimeRelease(memory.segment(), slot);
    }

    /** Waits for its turn, which must be next, and asks for another one. */
    void turn(long next) {
        read();
        while (Message.op(in, 0) != Op.RUN) { // FREE_UNTIL
            write(Op.ACK, Message.seq(in, 0), 0);
            read();
        }
        if (memory == null) {
            write(Op.ACK, Message.seq(in, 0), 0);
        }
        request(next);
        rest();
    }

    private void request(long time) {
        if (memory == null) {
            write(Op.REQUEST, ++seq, time);
            awaitAck();
        } else {
            SharedSlot.requestRelease(memory.segment(), slot, time);
        }
    }

    private void rest() {
        write(Op.WAIT, ++seq, -1);
        if (memory == null) {
            awaitAck();
        }
    }

    private void awaitAck() {
        read();
        while (Message.op(in, 0) != Op.ACK) { // FREE_UNTIL
            write(Op.ACK, Message.seq(in, 0), 0);
            read();
        }
    }

    private void read() {
        long n;
        do {
            n = sys.recv(fd, in, Message.SIZE, 0);
        } while (n == -Errno.EINTR);
        if (n != Message.SIZE) {
            throw new IllegalStateException("the calendar sent " + n + " bytes");
        }
    }

    private void write(int op, int number, long time) {
        Message.put(out, 0, op, number, time);
        SyscallException.check("send", sys.send(fd, out, Message.SIZE, Linux.MSG_NOSIGNAL));
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
        sys.close(fd);
        arena.close();
    }
}
