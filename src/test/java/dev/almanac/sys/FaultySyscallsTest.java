// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.MSG_NOSIGNAL;
import static dev.almanac.sys.Results.assertErrno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.FaultySyscalls.Call;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** That the faults other tests inject do happen, and nothing else does. */
@Timeout(30)
class FaultySyscallsTest {
    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment buffer = fds.buffer(64);
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
    void aCallFailsAsOftenAsTold() {
        sys.failAfter(Call.SEND, 1, Errno.EINTR, 2);
        assertEquals(16, sys.send(near, buffer, 16, MSG_NOSIGNAL));
        assertErrno(Errno.EINTR, sys.send(near, buffer, 16, MSG_NOSIGNAL));
        assertErrno(Errno.EINTR, sys.send(near, buffer, 16, MSG_NOSIGNAL));
        assertEquals(16, sys.send(near, buffer, 16, MSG_NOSIGNAL));
        assertEquals(4, sys.calls(Call.SEND));
        assertEquals(32, sys.recv(far, buffer, 64, 0), "two were really sent");
    }

    @Test
    void aFailedCloseHasClosed() {
        int counter = sys.eventfd(0, 0);
        sys.fail(Call.CLOSE, Errno.EINTR, 1);
        assertErrno(Errno.EINTR, sys.close(counter));
        assertErrno(Errno.EBADF, sys.fcntl(counter, Linux.F_GETFD, 0));
    }

    @Test
    void transfersAreCut() {
        sys.cutTransfers(3);
        assertEquals(3, sys.send(near, buffer, 16, MSG_NOSIGNAL));
        MsgHdr message = new MsgHdr(fds.arena());
        IoVec vector = new IoVec(fds.arena(), 2);
        vector.set(0, buffer, 0, 16);
        vector.set(1, buffer, 16, 16);
        message.buffers(vector, 2);
        assertEquals(3, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
        sys.cutTransfers(5);
        assertEquals(5, sys.recvmsg(far, message.segment(), 0));
        sys.cutTransfers(Long.MAX_VALUE);
        assertEquals(32, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL), "mended");
        sys.cutTransfers(7);
        assertEquals(7, sys.recv(far, buffer, 64, 0));
    }

    @Test
    void controlDataIsCut() {
        CmsgHdr control = new CmsgHdr(fds.arena(), 4);
        for (int i = 0; i < 4; i++) {
            control.add(near);
        }
        MsgHdr message = new MsgHdr(fds.arena());
        IoVec vector = new IoVec(fds.arena(), 1);
        vector.set(0, buffer, 0, 16);
        message.buffers(vector, 1);
        message.send(control);
        assertEquals(16, sys.sendmsg(near, message.segment(), MSG_NOSIGNAL));
        sys.cutControl(CmsgHdr.space(1)); // with its padding: room for two
        message.receive(control);
        assertEquals(16, sys.recvmsg(far, message.segment(), 0));
        assertEquals(2, control.received(message));
        assertTrue(message.controlTruncated());
        fds.own(control.descriptor(0));
        fds.own(control.descriptor(1));
    }
}
