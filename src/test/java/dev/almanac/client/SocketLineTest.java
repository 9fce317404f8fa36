// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.server.OpenFiles;
import dev.almanac.shm.SharedMemory;
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

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A participant's socket, whatever the system makes of it. */
@Timeout(30)
class SocketLineTest {
    private static final int COUNT = 200;

    @TempDir private Path directory;

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
    private final Descriptors fds = new Descriptors(new LinuxSyscalls());
    private final LinuxSyscalls calendarsSys = new LinuxSyscalls();
    private final MemorySegment buffer = fds.buffer(COUNT * (long) Message.SIZE);
    private final Heard heard = new Heard();
    private SocketLine line;
    private int calendar;

    /** What came last. */
    private static final class Heard implements Line.Listener {
        private int op;
        private int seq;
        private long time;

        @Override
        public void hear(int what, int number, long when) {
            op = what;
            seq = number;
            time = when;
        }

        @Override
        public boolean isRunning() {
            return false;
        }

        @Override
        public void takeTurn() {
            throw new AssertionError("a line of one participant gives no turns");
        }
    }

    @BeforeEach
    void connect() {
        Path path = directory.resolve("s");
        int listener = fds.listener(path);
        line = SocketLine.to(sys, path.toString(), true);
        line.connect(heard);
        calendar = fds.own(calendarsSys.accept4(listener, Linux.SOCK_CLOEXEC));
    }

    @AfterEach
    void close() {
        line.close();
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
            line.await();
            assertHeard(i);
        }
    }

    private void assertHeard(int number) {
        assertEquals(Op.RUN, heard.op);
        assertEquals(number, heard.seq);
        assertEquals(7L * number, heard.time);
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
            line.put(Op.GET, i, 5L * i);
        }
        line.flush();
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
        line.put(Op.GET, 1, -1);
        say(1);
        assertHears(1);
        assertEquals(Message.SIZE, calendarsSys.recv(calendar, buffer, 1_000, 0));
        assertEquals(Op.GET, Message.op(buffer, 0));
    }

    @Test
    void interruptedCallsChangeNothing() {
        sys.fail(Call.SEND, Errno.EINTR, 3);
        sys.fail(Call.RECVMSG, Errno.EINTR, 3);
        line.put(Op.GET, 1, -1);
        say(2);
        assertHears(2);
    }

    @Test
    void itLooksWithoutWaiting() {
        line.poll();
        assertEquals(0, heard.time);
        say(3);
        line.poll();
        line.poll();
        assertHeard(2);
    }

    @Test
    void aConnectionMayHaveToWait() {
        sys.fail(Call.CONNECT, Errno.EAGAIN, 3);
        long before = sys.calls(Call.CONNECT);
        SocketLine another = SocketLine.to(sys, directory.resolve("s").toString(), true);
        assertEquals(before + 4, sys.calls(Call.CONNECT));
        another.close();
    }

    @Test
    void theEndOfTheCalendarIsSaid() {
        fds.close(calendar);
        assertEquals(
                "the calendar at "
                        + directory.resolve("s")
                        + " is gone: it has ended, or has closed this connection; what it prints to"
                        + " standard error says more",
                assertThrows(CalendarGoneException.class, line::await).getMessage());
        line.put(Op.GET, 1, -1);
        CalendarGoneException e = assertThrows(CalendarGoneException.class, line::flush);
        assertTrue(e.toString().contains("the peer reads no more"), e::toString);
    }

    @Test
    void aStreamThatEndsInsideAMessageIsAnEndToo() {
        say(1);
        assertEquals(5, calendarsSys.send(calendar, buffer, 5, Linux.MSG_NOSIGNAL));
        fds.close(calendar);
        assertHears(1);
        assertThrows(CalendarGoneException.class, line::await);
    }

    @Test
    void waitingCanBeInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(CalendarInterruptedException.class, line::await);
        assertTrue(Thread.interrupted(), "it still is interrupted");
        say(1);
        assertHears(1);
    }

    @Test
    void waitingCanBeInterruptedLater() throws InterruptedException {
        Thread waiting = Thread.currentThread();
        Thread interrupter =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    sleepShortly();
                                    waiting.interrupt();
                                });
        assertThrows(CalendarInterruptedException.class, line::await);
        assertTrue(Thread.interrupted(), "it still is interrupted");
        interrupter.join();
    }

    @Test
    void anotherThreadEndsTheWaiting() throws InterruptedException {
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    sleepShortly();
                                    line.cut();
                                });
        assertThrows(CalendarGoneException.class, line::await);
        other.join();
    }

    /** Long enough for the other thread to wait as a rule; if it does not, all is the same. */
    private static void sleepShortly() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsPutLastLeavesWhenItCloses() {
        line.put(Op.UPDATE, 1, 77);
        line.close();
        assertEquals(Message.SIZE, calendarsSys.recv(calendar, buffer, 1_000, 0));
        assertEquals(77, Message.time(buffer, 0));
        assertEquals(0, calendarsSys.recv(calendar, buffer, 1_000, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 16})
    void theFirstMessageMayCarryDescriptors(long most) throws IOException {
        long here = OpenFiles.count();
        try (SharedMemory memory = SharedMemory.create(calendarsSys, 4)) {
            MsgHdr header = new MsgHdr(fds.arena());
            IoVec vector = new IoVec(fds.arena(), 1);
            Message.put(buffer, 0, Op.RUN, 0, 0);
            vector.set(0, buffer, 0, Message.SIZE);
            header.buffers(vector, 1);
            CmsgHdr rights = new CmsgHdr(fds.arena(), 2);
            rights.add(memory.fd());
            rights.add(memory.fd());
            header.send(rights);
            assertEquals(Message.SIZE, calendarsSys.sendmsg(calendar, header.segment(), 0));

            sys.cutTransfers(most);
            sys.fail(Call.RECVMSG, Errno.EINTR, 2);
            assertHears(1);
            assertNull(line.commonTime(4), "it has no such slot");
            say(3);
            assertHears(3);
        }
        assertEquals(here, OpenFiles.count());
    }

    @Test
    void theFirstMessageMayCarryNone() {
        say(1);
        assertHears(1);
        assertNull(line.commonTime(1));
    }
}
