// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What can go wrong with io_uring, and what it has to bear. */
@Timeout(60)
class RingFaultsTest {
    private static final Journal NOTHING = new Journal() {};

    /** More than there are submissions or buffers. */
    private static final int MANY = 600;

    @TempDir private Path directory;

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());

    @BeforeEach
    void thereIsARing() {
        LinuxSyscalls own = new LinuxSyscalls();
        try (Poller poller = new Poller(own)) {
            new UringTransport(own, poller).close();
        } catch (SyscallException e) {
            assumeTrue(false, "this system allows no io_uring: " + e.getMessage());
        }
    }

    private ServerOptions.Builder options(int clients, Io io) {
        return ServerOptions.at(directory.resolve("s").toString()).clients(clients).io(io);
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"IO_URING_SETUP", "IO_URING_REGISTER"})
    void withoutARingThereIsEpoll(Call call) throws Exception {
        sys.fail(call, Errno.EPERM, 1);
        try (RunningServer server = RunningServer.start(options(1, Io.AUTO), sys, NOTHING);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            assertEquals(0, sys.calls(Call.IO_URING_ENTER));
            assertTrue(sys.calls(Call.EPOLL_WAIT) > 0);
        }
    }

    @Test
    void whoInsistsOnARingIsToldThatThereIsNone() {
        sys.fail(Call.IO_URING_SETUP, Errno.ENOSYS, 1);
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class,
                        () -> RunningServer.start(options(1, Io.URING), sys, NOTHING));
        assertTrue(String.valueOf(refused.getCause()).contains("io_uring_setup"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY})
    void whatPassesChangesNothing(int errno) throws Exception {
        Journal disturbance =
                new Journal() {
                    @Override
                    public void received(Session session, int op, int seq, long time) {
                        sys.fail(Call.IO_URING_ENTER, errno, 3);
                    }
                };
        try (RunningServer server = RunningServer.start(options(1, Io.URING), sys, disturbance);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            for (int time = 1; time < 200; time++) {
                a.awaitTurn();
                a.sleepUntil(time);
            }
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void moreParticipantsThanTheRingHasRoomFor() throws Exception {
        List<ScriptedParticipant> all = new ArrayList<>();
        try (RunningServer server = RunningServer.start(options(MANY, Io.URING), sys, NOTHING)) {
            for (int i = 0; i < MANY; i++) {
                all.add(connect());
                all.get(i).ask(Op.START, i + 1);
            }
            for (int i = 0; i < MANY; i++) {
                all.get(i).hear(Op.ACK, i + 1);
                all.get(i).sleepUntil(i);
            }
            for (int time = 0; time < MANY; time++) {
                all.get(time).awaitTurn(time, time + 1);
                all.get(time).sleepUntil(time + MANY);
            }
            // Each hears of it, and says so, at the same time.
            ScriptedParticipant first = all.get(0);
            first.awaitTurn(MANY, MANY + 1);
            int broadcast = first.ask(Op.BROADCAST, 7);
            for (ScriptedParticipant other : all) {
                if (other != first) {
                    other.confirm(Op.BROADCAST, 7);
                }
            }
            assertEquals(broadcast, first.hear(Op.ACK, 0).seq());
            all.forEach(ScriptedParticipant::leave);
            assertSame(Ending.CLEAN, server.ending());
        } finally {
            all.forEach(ScriptedParticipant::leave);
        }
    }

    /** A piece of a message ends one buffer, and the rest begins the next. */
    @Test
    void messagesOverTheEdgesOfBuffers() throws Exception {
        try (RunningServer server = RunningServer.start(options(1, Io.URING), sys, NOTHING);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            a.sayPart(Op.GET, 1, 0, 0, 5);
            for (int i = 1; i <= 5_000; i++) {
                a.sayPart(Op.GET, i, 0, 5, 16);
                assertEquals(i, a.hear(Op.ACK, 0).seq());
                a.sayPart(Op.GET, i + 1, 0, 0, 5);
            }
            a.sayPart(Op.GET, 5_001, 0, 5, 16);
            assertEquals(5_001, a.hear(Op.ACK, 0).seq());
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void whoIsThrownOutIsToldAtOnceAndTheOthersGoOn() throws Exception {
        try (RunningServer server = RunningServer.start(options(1, Io.URING), sys, NOTHING);
                ScriptedParticipant a = connect();
                ScriptedParticipant bad = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            bad.ask(Op.WAIT, 0);
            bad.awaitClosed();
            a.sleepUntil(10);
            assertEquals(10, a.awaitTurn());
            a.leave();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
        }
    }
}
