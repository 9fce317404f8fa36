// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Linux.MFD_CLOEXEC;
import static dev.almanac.sys.Linux.MSG_CMSG_CLOEXEC;
import static dev.almanac.sys.Linux.MSG_DONTWAIT;
import static dev.almanac.sys.Linux.MSG_NOSIGNAL;
import static dev.almanac.sys.Linux.SOL_SOCKET;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;

/** sendmsg and recvmsg: buffers gathered and scattered, descriptors passed and lost. */
@Timeout(30)
class MessageCallsTest {
    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment sent = fds.buffer(64);
    private final MemorySegment received = fds.buffer(64);
    private final MsgHdr message = new MsgHdr(fds.arena());
    private int near;
    private int far;

    @BeforeEach
    void connect() {
        Descriptors.Pair pair = fds.pair();
        near = pair.near();
        far = pair.far();
    }

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void buffersAreGatheredAndScattered() {
        for (int i = 0; i < 8; i++) {
            sent.set(JAVA_LONG, 8L * i, 100 + i);
        }
        IoVec out = new IoVec(fds.arena(), 3);
        out.set(0, sent, 32, 16);
        out.set(1, sent, 0, 8);
        out.set(2, sent, 56, 8);
        message.buffers(out, 2);
        assertEquals(24, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));

        IoVec in = new IoVec(fds.arena(), 2);
        in.set(0, received, 40, 8);
        in.set(1, received, 0, 32);
        message.buffers(in, in.capacity());
        assertEquals(24, sys.recvmsg(far, message.segment(), 0));
        assertEquals(104, received.get(JAVA_LONG, 40));
        assertEquals(105, received.get(JAVA_LONG, 0));
        assertEquals(100, received.get(JAVA_LONG, 8));
    }

    @Test
    void nothingThereIsEagain() {
        useBuffer(received);
        assertErrno(Errno.EAGAIN, sys.recvmsg(far, message.segment(), MSG_DONTWAIT));
        fds.close(far);
        useBuffer(sent);
        assertErrno(Errno.EPIPE, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, CmsgHdr.MAX_DESCRIPTORS})
    void descriptorsArriveInOrderAndWork(int count) {
        CmsgHdr out = new CmsgHdr(fds.arena(), Math.min(count + 6, CmsgHdr.MAX_DESCRIPTORS));
        for (int i = 0; i < count; i++) {
            out.add(memoryFile(i));
        }
        sendWith(out);

        CmsgHdr in = new CmsgHdr(fds.arena(), count);
        assertEquals(count, receiveWith(in));
        assertFalse(message.controlTruncated());
        for (int i = 0; i < count; i++) {
            int copy = fds.own(in.descriptor(i));
            assertEquals(FD_CLOEXEC, sys.fcntl(copy, F_GETFD, 0) & FD_CLOEXEC, "by our flag");
            assertEquals(8, sys.pread(copy, received, 0, 8, 0));
            assertEquals(i, received.get(JAVA_LONG, 0));
        }
    }

    @Test
    void moreThanLinuxAllowsAreRefused() {
        int most = CmsgHdr.MAX_DESCRIPTORS; // odd: the room has place for one more
        CmsgHdr out = new CmsgHdr(fds.arena(), most);
        for (int i = 0; i <= most; i++) {
            out.add(near);
        }
        useBuffer(sent);
        message.send(out);
        assertErrno(Errno.EINVAL, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
        assertThrows(IndexOutOfBoundsException.class, () -> out.add(near));
        assertThrows(IndexOutOfBoundsException.class, () -> new CmsgHdr(fds.arena(), most + 1));
    }

    @Test
    void descriptorsWithoutRoomAreLostAndTold() {
        CmsgHdr out = new CmsgHdr(fds.arena(), 5);
        for (int i = 0; i < 5; i++) {
            out.add(memoryFile(i));
        }
        sendWith(out);
        CmsgHdr in = new CmsgHdr(fds.arena(), 2);
        assertEquals(2, receiveWith(in));
        assertTrue(message.controlTruncated());
        assertEquals(8, sys.pread(fds.own(in.descriptor(1)), received, 0, 8, 0));
        assertEquals(1, received.get(JAVA_LONG, 0));
    }

    @Test
    void aClosedDescriptorCannotBeSent() {
        CmsgHdr out = new CmsgHdr(fds.arena(), 1);
        out.add(-1);
        useBuffer(sent);
        message.send(out);
        assertErrno(Errno.EBADF, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
    }

    /** The object is used again: what the last message brought must not show. */
    @Test
    void oldDescriptorsAreNotSeenAgain() {
        CmsgHdr out = new CmsgHdr(fds.arena(), 2);
        out.add(memoryFile(0));
        out.add(memoryFile(1));
        sendWith(out);
        CmsgHdr in = new CmsgHdr(fds.arena(), 2);
        assertEquals(2, receiveWith(in));
        fds.own(in.descriptor(0));
        fds.own(in.descriptor(1));

        assertEquals(16, sys.send(near, sent, 16, MSG_NOSIGNAL));
        assertEquals(0, receiveWith(in), "a message without any");

        out.clear();
        out.add(memoryFile(7));
        sendWith(out);
        assertEquals(1, receiveWith(in), "fewer than before");
        fds.own(in.descriptor(0));
    }

    /** Nobody asks Linux for another kind here; numbers of another kind must not be closed. */
    @Test
    void otherControlDataIsNoDescriptors() {
        int soPassCred = 16; // <sys/socket.h>: credentials with each message
        sent.set(JAVA_INT, 0, 1);
        ok(sys.setsockopt(far, SOL_SOCKET, soPassCred, sent, Integer.BYTES));
        assertEquals(16, sys.send(near, sent, 16, MSG_NOSIGNAL));
        CmsgHdr in = new CmsgHdr(fds.arena(), 8);
        assertEquals(0, receiveWith(in));
        assertTrue(message.controlBytes() > 0, "something came");
    }

    @Test
    void aVectorStaysInsideItsBuffer() {
        IoVec vector = new IoVec(fds.arena(), 1);
        assertThrows(IndexOutOfBoundsException.class, () -> vector.set(0, sent, 60, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> vector.set(1, sent, 0, 5));
    }

    private void sendWith(CmsgHdr control) {
        useBuffer(sent);
        message.send(control);
        assertEquals(16, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
    }

    private int receiveWith(CmsgHdr control) {
        useBuffer(received);
        message.receive(control);
        assertEquals(16, sys.recvmsg(far, message.segment(), MSG_CMSG_CLOEXEC));
        return control.received(message);
    }

    private void useBuffer(MemorySegment buffer) {
        IoVec vector = new IoVec(fds.arena(), 1);
        vector.set(0, buffer, 0, 16);
        message.buffers(vector, 1);
    }

    /** A file that contains one number. */
    private int memoryFile(long content) {
        int fd = fds.own(sys.memfdCreate(fds.arena().allocateFrom("test"), MFD_CLOEXEC));
        MemorySegment number = fds.buffer(8);
        number.set(JAVA_LONG, 0, content);
        ok(sys.pwrite(fd, number, 0, 8, 0));
        return fd;
    }
}
