// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Descriptors;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.MsgHdr;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A participant's socket, whatever the system makes of it. */
@Timeout(30)
class LinkTest {
    private static final int COUNT = 200;

    @TempDir private Path directory;

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
    private final Descriptors fds = new Descriptors(new LinuxSyscalls());
    private final LinuxSyscalls calendarsSys = new LinuxSyscalls();
    private final MemorySegment buffer = fds.buffer(COUNT * (long) Message.SIZE);
    private Link link;
    private int calendar;

    @BeforeEach
    void connect() {
        Path path = directory.resolve("s");
        int listener = fds.listener(path);
        link = new Link(sys, path.toString());
        calendar = fds.own(calendarsSys.accept4(listener, Linux.SOCK_CLOEXEC));
    }

    @AfterEach
    void close() {
        link.close();
        fds.close();
    }

    /** The calendar says so many messages, numbered from 0. */
    private void say(int count) {
        for (int i = 0; i < count; i++) {
            Message.put(buffer, (long) i * Message.SIZE, Op.RUN, i, 7L * i);
        }
        long bytes = (long) count * Message.SIZE;
        assertEquals(bytes, calendarsSys.send(calendar, buffer, bytes, Linux.MSG_NOSIGNAL));
    }

    private void assertHears(int count) {
        for (int i = 0; i < count; i++) {
            link.await();
            assertEquals(Op.RUN, link.op());
            assertEquals(i, link.seq());
            assertEquals(7L * i, link.time());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 15, 16, 17, 100, 1_000_000})
    void messagesMayComeInAnyPieces(long most) {
        say(COUNT);
        sys.cutTransfers(most);
        assertHears(COUNT);
    }

    /** Few, for one byte takes as much room in a socket as a whole page of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 15, 16, 17, 100})
    void messagesMayLeaveInAnyPieces(long most) {
        sys.cutTransfers(most);
        putAndReceive(12);
    }

    @Test
    void manyMessagesMayLeaveTogether() {
        putAndReceive(COUNT);
    }

    private void putAndReceive(int count) {
        for (int i = 0; i < count; i++) {
            link.put(Op.GET, i, 5L * i);
        }
        link.flush();
        long bytes = (long) count * Message.SIZE;
        long received = 0;
        while (received < bytes) {
            received +=
                    ok(calendarsSys.recv(calendar, buffer.asSlice(received), bytes - received, 0));
        }
        for (int i = 0; i < count; i++) {
            assertEquals(i, Message.seq(buffer, (long) i * Message.SIZE));
            assertEquals(5L * i, Message.time(buffer, (long) i * Message.SIZE));
        }
    }

    @Test
    void whatIsPutLeavesBeforeItWaits() {
        link.put(Op.GET, 1, -1);
        say(1);
        assertHears(1);
        assertEquals(Message.SIZE, calendarsSys.recv(calendar, buffer, 1_000, 0));
        assertEquals(Op.GET, Message.op(buffer, 0));
    }

    @Test
    void interruptionsChangeNothing() {
        sys.fail(Call.SEND, Errno.EINTR, 3);
        sys.fail(Call.RECV, Errno.EINTR, 3);
        link.put(Op.GET, 1, -1);
        say(2);
        assertHears(2);
    }

    @Test
    void theEndOfTheCalendarIsSaid() {
        fds.close(calendar);
        CalendarException e = assertThrows(CalendarException.class, link::await);
        assertEquals("the calendar is gone", e.getMessage());
        link.put(Op.GET, 1, -1);
        e = assertThrows(CalendarException.class, link::flush);
        assertEquals("the calendar is gone: the peer reads no more", e.getMessage());
    }

    @Test
    void aStreamThatEndsInsideAMessageIsAnEndToo() {
        say(1);
        assertEquals(5, calendarsSys.send(calendar, buffer, 5, Linux.MSG_NOSIGNAL));
        fds.close(calendar);
        assertHears(1);
        assertThrows(CalendarException.class, link::await);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 16})
    void theFirstMessageMayCarryDescriptors(long most) {
        MsgHdr header = new MsgHdr(fds.arena());
        IoVec vector = new IoVec(fds.arena(), 1);
        Message.put(buffer, 0, Op.ACK, 1, 3);
        vector.set(0, buffer, 0, Message.SIZE);
        header.buffers(vector, 1);
        CmsgHdr rights = new CmsgHdr(fds.arena(), 2);
        rights.add(calendar);
        rights.add(calendar);
        header.send(rights);
        assertEquals(Message.SIZE, calendarsSys.sendmsg(calendar, header.segment(), 0));
        say(1);

        sys.cutTransfers(most);
        sys.fail(Call.RECVMSG, Errno.EINTR, 2);
        assertEquals(2, link.awaitWithDescriptors());
        assertEquals(Op.ACK, link.op());
        assertEquals(3, link.time());
        for (int i = 0; i < 2; i++) {
            int fd = link.descriptor(i);
            assertEquals(Linux.FD_CLOEXEC, calendarsSys.fcntl(fd, Linux.F_GETFD, 0));
            ok(calendarsSys.close(fd));
        }
        assertHears(1);
    }

    @Test
    void theFirstMessageMayCarryNone() {
        say(1);
        assertEquals(0, link.awaitWithDescriptors());
        assertEquals(0, link.seq());
    }
}
