// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** System calls that fail while a calendar is at work, with epoll. */
@Timeout(60)
class FaultsTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());
    private static final Journal NOTHING = new Journal() {};

    @TempDir private Path directory;

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());

    private RunningServer start(int clients, Journal journal) throws Exception {
        String path = directory.resolve("s").toString();
        return RunningServer.start(ServerOptions.at(path).clients(clients), sys, journal);
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    /** When nobody can be taken in, not even to be refused. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOBUFS, Errno.ENOMEM, Errno.EPERM, Errno.EPROTO})
    void whoKnocksWaitsUntilThereIsRoomAgain(int errno) throws Exception {
        sys.fail(Call.ACCEPT4, errno, 2);
        try (RunningServer server = start(1, NOTHING);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            String why = "those who knock wait: " + Errno.message(errno);
            assertEquals(1, lines(server, why), server.err());
        }
    }

    @ParameterizedTest
    @CsvSource({"24, (ulimit -n; ", "23, (/proc/sys/fs/file-max)"})
    void whoFindsNoDescriptorIsRefusedAndTheNextIsNot(int errno, String limit) throws Exception {
        sys.fail(Call.ACCEPT4, errno, 1);
        try (RunningServer server = start(1, NOTHING);
                ScriptedParticipant unlucky = connect()) {
            unlucky.awaitClosed();
            try (ScriptedParticipant a = connect()) {
                a.begin(1, 0);
                a.awaitTurn();
            }
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            String line = "refused a connection of process (pid " + ProcessHandle.current().pid();
            assertEquals(1, lines(server, line), server.err());
            assertEquals(1, lines(server, limit), server.err());
        }
    }

    /** When the descriptor that is kept for that is gone, too. */
    @Test
    void whoCannotEvenBeRefusedWaits() throws Exception {
        sys.fail(Call.ACCEPT4, Errno.EMFILE, 2);
        sys.failAfter(Call.EVENTFD, 1, Errno.EMFILE, 2); // the first is the loop's bell
        try (RunningServer server = start(1, NOTHING);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            assertEquals(1, lines(server, "those who knock wait"), server.err());
        }
    }

    private static long lines(RunningServer server, String part) {
        return server.err().lines().filter(line -> line.contains(part)).count();
    }

    @Test
    void thoseWhoAreInGoOnMeanwhile() throws Exception {
        CountDownLatch lateAsks = new CountDownLatch(2);
        Journal shortage =
                new Journal() {
                    @Override
                    public void connected(Session session) {
                        sys.fail(Call.ACCEPT4, Errno.ENOMEM, 3);
                    }

                    @Override
                    public void received(Session session, int op, int seq, long time) {
                        if (op == Op.START) {
                            lateAsks.countDown();
                        }
                    }
                };
        try (RunningServer server = start(1, shortage);
                ScriptedParticipant a = connect();
                ScriptedParticipant late = connect()) {
            a.begin(1, 1);
            for (int time = 1; time < 100; time++) {
                a.awaitTurn();
                a.sleepUntil(time + 1);
            }
            a.awaitTurn();
            int start = late.ask(Op.START, 2);
            assertTrue(lateAsks.await(10, TimeUnit.SECONDS));
            a.sleepUntil(200);
            assertEquals(start, late.hear(Op.ACK, 2).seq());
            late.leave();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void oneThatCannotBeWatchedIsTurnedAway() throws Exception {
        sys.failAfter(Call.EPOLL_CTL, 4, Errno.ENOSPC, 1); // bell, tickers, listening socket
        try (RunningServer server = start(1, NOTHING);
                ScriptedParticipant unlucky = connect()) {
            unlucky.awaitClosed();
            try (ScriptedParticipant next = connect()) {
                next.begin(1, 0);
                next.awaitTurn();
                next.leave();
                assertSame(Ending.WITH_VIOLATIONS, server.ending());
                assertEquals(1, lines(server, "epoll/max_user_watches"), server.err());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.ECONNABORTED})
    void acceptIsTriedAgain(int errno) throws Exception {
        sys.fail(Call.ACCEPT4, errno, 5);
        runSome(start(2, NOTHING));
    }

    /** Before, between and behind messages; now and then a call moves a part of a message only. */
    @Test
    void interruptionsAndShortTransfersChangeNothing() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Journal disturbance =
                new Journal() {
                    @Override
                    public void received(Session session, int op, int seq, long time) {
                        sys.failAfter(Call.RECV, random.nextInt(3), Errno.EINTR, 1);
                        sys.failAfter(
                                Call.SEND,
                                random.nextInt(3),
                                random.nextBoolean() ? Errno.EINTR : Errno.EAGAIN,
                                random.nextInt(1, 3));
                        sys.failAfter(Call.EPOLL_WAIT, random.nextInt(3), Errno.EINTR, 2);
                        sys.cutTransfers(random.nextLong(1, 40));
                    }

                    @Override
                    public void started(Session session) {
                        sys.cutTransfers(Long.MAX_VALUE); // Linux sends the first message whole
                    }
                };
        RunningServer server = start(2, disturbance);
        try {
            runSome(server);
        } catch (AssertionError e) {
            throw new AssertionError("-Dalmanac.seed=" + SEED, e);
        }
    }

    @Test
    void theAnswerToStartIsTriedAgain() throws Exception {
        sys.fail(Call.SENDMSG, Errno.EINTR, 1);
        runSome(start(2, NOTHING));
    }

    @Test
    void aPeerThatCannotBeSentAnythingIsGone() throws Exception {
        Journal breaking =
                new Journal() {
                    @Override
                    public void granted(Session session, long horizon) {
                        // It leaves before the answer to the other one's WAIT.
                        sys.fail(Call.SEND, Errno.EPIPE, session.id() == 1 ? 1 : 0);
                    }
                };
        try (RunningServer server = start(2, breaking);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitClosed();
            assertEquals(2, b.awaitTurn());
            b.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    /** Of those that are not the peer's going, one is told. */
    @ParameterizedTest
    @CsvSource({
        "SENDMSG, ETOOMANYREFS, (ulimit -n)",
        "SEND, ENOBUFS, the kernel has no memory",
        "RECV, ENOMEM, the kernel has no memory",
    })
    void aConnectionThatBreaksIsNamed(Call call, String name, String limit) throws Exception {
        int errno =
                switch (name) {
                    case "ETOOMANYREFS" -> Errno.ETOOMANYREFS;
                    case "ENOBUFS" -> Errno.ENOBUFS;
                    default -> Errno.ENOMEM;
                };
        sys.fail(call, errno, 1);
        try (RunningServer server = start(1, NOTHING);
                ScriptedParticipant a = connect()) {
            a.say(Op.START, 1, 1);
            if (call == Call.SEND) {
                a.hear(Op.ACK, 1);
                a.say(Op.GET, 2, 0);
            }
            a.awaitClosed();
            if (call == Call.RECV) {
                try (ScriptedParticipant next = connect()) {
                    next.begin(1, 0);
                    next.awaitTurn();
                }
            }
            server.ending();
            assertEquals(1, lines(server, "lost the connection of "), server.err());
            assertEquals(1, lines(server, limit), server.err());
        }
    }

    @Test
    void aPidThatCannotBeToldIsLeftOut() throws Exception {
        sys.fail(Call.GETSOCKOPT, Errno.EOPNOTSUPP, 2);
        RunningServer server = start(2, NOTHING);
        runSome(server);
        assertTrue(
                server.out().contains("[unnamed-1                     tbd]          connected\n"));
    }

    private void runSome(RunningServer running) throws Exception {
        try (RunningServer server = running;
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            for (int time = 1; time < 400; time += 2) {
                a.awaitTurn(time, time + 1);
                a.answered(Op.UPDATE, time);
                a.sleepUntil(time + 2);
                b.awaitTurn(time + 1, time + 2);
                b.sleepUntil(time + 3);
            }
            a.leave();
            b.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    private static void startBoth(ScriptedParticipant a, ScriptedParticipant b) {
        int first = a.ask(Op.START, 1);
        int second = b.ask(Op.START, 2);
        assertEquals(first, a.hear().seq());
        a.sleepUntil(1);
        assertEquals(second, b.hear().seq());
        b.sleepUntil(2);
    }
}
