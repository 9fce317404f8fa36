// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
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
 * one read or write of 16 bytes for each message. It started at time 0, so its own time is the
 * calendar's. Whatever the calendar says that it should not ends the measurement.
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
        fd = Dial.to(sys, path);
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

    /**
     * Waits for its turn, which must be next, and asks for another one.
     *
     * @param now when it asked to run
     * @param horizon when the next one did
     * @param next when it asks to run again
     */
    void turn(long now, long horizon, long next) {
        read();
        while (Message.op(in, 0) != Op.RUN) {
            confirmHorizon(now, horizon);
            read();
        }
        expect("the time of RUN", now, Message.time(in, 0));
        if (memory == null) {
            write(Op.ACK, Message.seq(in, 0), 0);
        } else {
            MemorySegment shared = memory.segment();
            expect("who runs", slot, SharedHeader.runningIdAcquire(shared));
            expect("the time", now, SharedHeader.currentTimeAcquire(shared));
            expect("the horizon", horizon, SharedHeader.freeUntilAcquire(shared));
        }
        request(next);
        rest();
    }

    /** The C reference leaves out the horizon that a participant was told before. */
    private void confirmHorizon(long now, long horizon) {
        expect("the operation", Op.FREE_UNTIL, Message.op(in, 0));
        if (Message.time(in, 0) != now) { // as while others are started
            expect("the horizon", horizon, Message.time(in, 0));
        }
        write(Op.ACK, Message.seq(in, 0), 0);
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
        expect("the operation", Op.ACK, Message.op(in, 0));
        expect("the number of the ACK", seq, Message.seq(in, 0));
    }

    private void expect(String what, long expected, long said) {
        if (said != expected) {
            throw new IllegalStateException(
                    "participant %d: %s is %d and should be %d"
                            .formatted(id, what, said, expected));
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
