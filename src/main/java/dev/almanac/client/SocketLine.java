// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Timeval;
import dev.almanac.wire.Message;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The line over a calendar's socket: messages in and out, each way in as few system calls as they
 * allow.
 *
 * <p>A call that has to wait comes back every {@value #PATIENCE_MILLIS} ms and looks whether it
 * still should: nothing else could wake a thread that waits in the system for both the socket and
 * its interruption, and the calendar is not kept waiting by it.
 */
final class SocketLine implements Line {
    private static final int PATIENCE_MILLIS = 50;
    private static final int BUFFER = 64 * Message.SIZE;

    private final Syscalls sys;
    private final String path;
    private final boolean shareMemory;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(BUFFER, Message.SIZE);
    private final MemorySegment output = arena.allocate(BUFFER, Message.SIZE);
    private final MsgHdr header = new MsgHdr(arena);
    private final CmsgHdr rights = new CmsgHdr(arena, 2);
    private final int fd;
    private @Nullable Listener listener;
    private int next;
    private int received;
    private int queued;
    private int sent;

    /** Until the first message, which may carry descriptors; then how many it carried. */
    private int descriptors = -1;

    private @Nullable Mapping mapping;
    private boolean closed;
    private volatile boolean cut;

    private SocketLine(Syscalls sys, String path, boolean shareMemory) {
        this.sys = sys;
        this.path = path;
        this.shareMemory = shareMemory;
        IoVec vector = new IoVec(arena, 1);
        vector.set(0, input, 0, Message.SIZE);
        header.buffers(vector, 1);
        fd = sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0);
    }

    /**
     * Connects to a calendar.
     *
     * @param sys of the calling thread
     * @param shareMemory whether to take the memory that the calendar may offer
     * @throws CalendarGoneException if there is no calendar at that path
     */
    static SocketLine to(Syscalls sys, String path, boolean shareMemory) {
        SocketLine line = new SocketLine(sys, path, shareMemory);
        try {
            line.connect();
            return line;
        } catch (CalendarException | SyscallException e) {
            line.close();
            throw e;
        }
    }

    private void connect() {
        SyscallException.check("socket", fd);
        Timeval patience = new Timeval(arena);
        patience.setMillis(PATIENCE_MILLIS);
        for (int option : new int[] {Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO}) {
            SyscallException.check(
                    "setsockopt",
                    sys.setsockopt(fd, Linux.SOL_SOCKET, option, patience.segment(), Timeval.SIZE));
        }
        SockaddrUn address = new SockaddrUn(arena, path);
        int result = -Errno.EAGAIN;
        while (isToWait(result)) { // while too many others knock
            checkIsWanted();
            result = sys.connect(fd, address.segment(), address.length());
        }
        if (result < 0) {
            throw new CalendarGoneException(
                    "no calendar at " + path + ": " + Errno.message(-result) + "; is it running?");
        }
    }

    @Override
    public void connect(Listener hearer) {
        listener = hearer;
    }

    @Override
    public void put(int op, int seq, long time) {
        if (queued == BUFFER) {
            flush();
        }
        Message.put(output, queued, op, seq, time);
        queued += Message.SIZE;
    }

    @Override
    public void flush() {
        while (sent < queued) { // it may have been interrupted before
            MemorySegment rest = sent == 0 ? output : output.asSlice(sent);
            sent += transferred(sys.send(fd, rest, queued - sent, Linux.MSG_NOSIGNAL));
        }
        queued = 0;
        sent = 0;
    }

    @Override
    public void await() {
        flush();
        while (!hasMessage()) {
            checkIsWanted();
            receive(0);
        }
        pass();
    }

    @Override
    public void awaitTurn() {
        await();
    }

    @Override
    public void poll() {
        flush();
        receive(Linux.MSG_DONTWAIT);
        while (hasMessage()) {
            pass();
        }
    }

    private boolean hasMessage() {
        return next + Message.SIZE <= received;
    }

    private void pass() {
        int at = next;
        next += Message.SIZE; // the listener may wait for more
        Objects.requireNonNull(listener)
                .hear(Message.op(input, at), Message.seq(input, at), Message.time(input, at));
    }

    private void receive(int flags) {
        if (descriptors < 0) {
            receiveFirst(flags);
            return;
        }
        int left = received - next;
        if (next > 0) {
            MemorySegment.copy(input, next, input, 0, left);
            received = left;
            next = 0;
        }
        if (left < BUFFER) {
            MemorySegment rest = left == 0 ? input : input.asSlice(left);
            received += arrived(sys.recv(fd, rest, BUFFER - left, flags));
        }
    }

    private void receiveFirst(int flags) {
        header.receive(rights);
        received = arrived(sys.recvmsg(fd, header.segment(), Linux.MSG_CMSG_CLOEXEC | flags));
        if (received > 0) {
            descriptors = rights.received(header);
        }
    }

    private int arrived(long n) {
        if (n == 0) {
            throw gone("it has ended, or has closed this connection");
        }
        return transferred(n);
    }

    private int transferred(long n) {
        if (n >= 0) {
            return (int) n;
        }
        if (!isToWait((int) n)) {
            throw gone(Errno.message((int) -n));
        }
        checkIsWanted();
        return 0;
    }

    private static boolean isToWait(int result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    private void checkIsWanted() {
        if (cut) {
            throw new CalendarGoneException(
                    "another thread has closed this participant; close it here too");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CalendarInterruptedException(
                    "interrupted while waiting for the calendar at "
                            + path
                            + "; close the participant, or clear the interruption and go on");
        }
    }

    private CalendarGoneException gone(String why) {
        return new CalendarGoneException(
                "the calendar at "
                        + path
                        + " is gone: "
                        + why
                        + "; what it prints to standard error says more");
    }

    @Override
    public @Nullable CommonTime commonTime(int slot) {
        if (descriptors > 0 && shareMemory) {
            mapping = map(rights.descriptor(0), slot);
        }
        for (int i = 0; i < descriptors; i++) {
            sys.close(rights.descriptor(i));
        }
        descriptors = 0;
        return mapping == null ? null : CommonTime.in(mapping.segment(), slot);
    }

    private @Nullable Mapping map(int memfd, int slot) {
        long size;
        try (Mapping head = Mapping.of(sys, memfd, SharedHeader.SIZE)) {
            size = SharedHeader.length(head.segment());
            if (SharedHeader.version(head.segment()) != SharedHeader.VERSION
                    || size < SharedSlot.memorySize(slot + 1)) {
                return null; // a form that we do not know: messages do as well
            }
        }
        return Mapping.of(sys, memfd, size);
    }

    @Override
    public boolean post(long time) {
        return false;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (queued > 0) { // a last word, for whoever is still there
            sys.send(fd, output, queued, Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
        }
        for (int i = 0; i < descriptors; i++) {
            sys.close(rights.descriptor(i));
        }
        if (mapping != null) {
            mapping.close();
        }
        if (fd >= 0) {
            sys.close(fd);
        }
        arena.close();
    }

    @Override
    public void cut() {
        cut = true;
    }
}
