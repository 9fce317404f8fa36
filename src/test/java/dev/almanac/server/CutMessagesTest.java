// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A stream has no messages, only bytes: they may come and go in any pieces. */
@Timeout(60)
class CutMessagesTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());
    private static final int TURNS = 60;

    @TempDir private Path directory;

    private ServerOptions.Builder options(int clients) {
        return ServerOptions.at(directory.resolve("s").toString()).clients(clients);
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    /** The calendar gets, and gets rid of, so many bytes at a time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 15, 17})
    void theCalendarReceivesAndSendsInPieces(long most) throws Exception {
        FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
        Journal cut =
                new Journal() {
                    @Override
                    public void received(Session session, int op, int seq, long time) {
                        sys.cutTransfers(most);
                    }

                    @Override
                    public void started(Session session) {
                        sys.cutTransfers(Message.SIZE); // Linux sends the first message whole
                    }
                };
        try (RunningServer server = RunningServer.start(options(2), sys, cut);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            takeTurns(a, b);
            a.leave();
            b.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void participantsSendByteByByte() throws Exception {
        sendInPieces(RandomGeneratorFactory.of("L64X128MixRandom").create(SEED), 2);
    }

    @Test
    void participantsSendInRandomPieces() throws Exception {
        sendInPieces(RandomGeneratorFactory.of("L64X128MixRandom").create(SEED), 16);
    }

    private void sendInPieces(RandomGenerator random, int bound) throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            for (int i = 0; i < 500; i++) {
                for (int from = 0; from < Message.SIZE; ) {
                    int to = Math.min(Message.SIZE, from + random.nextInt(1, bound));
                    a.sayPart(Op.GET, i, -1, from, to);
                    from = to;
                    if (random.nextInt(8) == 0) {
                        Thread.sleep(0, 50_000); // so that the calendar gets the begin alone
                    }
                }
                assertEquals(i, a.hear(Op.ACK, 0).seq(), "-Dalmanac.seed=" + SEED);
            }
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void manyMessagesMayComeAtOnce() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            a.flood(Op.GET, 1_000);
            for (int i = 0; i < 1_000; i++) {
                a.hear(Op.ACK, 0);
            }
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    /** What two said before it is mixed up neither with each other nor with what comes then. */
    @Test
    void eachConnectionKeepsItsOwnBegunMessage() throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitTurn();
            for (int cut = 1; cut < Message.SIZE; cut++) {
                a.sayPart(Op.GET, 100 + cut, -1, 0, cut);
                b.sayPart(Op.GET_TOD, 200 + cut, -1, 0, Message.SIZE - cut);
                Thread.sleep(1);
                a.sayPart(Op.GET, 100 + cut, -1, cut, Message.SIZE);
                b.sayPart(Op.GET_TOD, 200 + cut, -1, Message.SIZE - cut, Message.SIZE);
                assertEquals(100 + cut, a.hear(Op.ACK, 1).seq());
                assertEquals(200 + cut, b.hear().seq());
            }
            a.leave();
            b.leave();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 15})
    void aStreamThatEndsInsideAMessageCostsOnlyItself(int cut) throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitTurn();
            a.sayPart(Op.REQUEST, 7, 5, 0, cut);
            a.leave();
            assertEquals(2, b.awaitTurn());
            b.leave();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            assertTrue(server.err().contains("its stream ended inside a message"), server.err());
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

    private static void takeTurns(ScriptedParticipant a, ScriptedParticipant b) {
        for (int time = 1; time < TURNS; time += 2) {
            a.awaitTurn(time, time + 1);
            a.sleepUntil(time + 2);
            b.awaitTurn(time + 1, time + 2);
            b.sleepUntil(time + 3);
        }
    }
}
