// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Many connections, and some that ask for too much: the others do not suffer. */
@Timeout(60)
class CrowdTest {
    /** Many more than a socket holds. */
    private static final int FLOOD = 1_000_000;

    private static final int PART = 4_096;

    @TempDir private Path directory;

    private ServerOptions.Builder options(int clients) {
        return ServerOptions.at(directory.resolve("s").toString()).clients(clients);
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    /** Who keeps to the rules has its turn after each part of the flood. */
    @Test
    void whoNeverReadsGoesAndTheOthersGoOn() throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant good = connect();
                ScriptedParticipant bad = connect()) {
            int first = good.ask(Op.START, 1);
            int second = bad.ask(Op.START, 2);
            assertEquals(first, good.hear().seq());
            good.sleepUntil(1);
            assertEquals(second, bad.hear().seq());
            bad.sleepUntil(Long.MAX_VALUE);
            int turns = 0;
            while (bad.flood(Op.GET, PART) == (long) PART * Message.SIZE) {
                good.awaitTurn();
                good.sleepUntil(++turns + 1);
            }
            good.awaitTurn();
            good.leave();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            assertTrue(server.err().contains("it does not read what it is sent"), server.err());
            assertTrue(turns >= Outgoing.LIMIT / Message.SIZE / PART, turns + " turns meanwhile");
        }
    }

    @Test
    void whatIsKeptForOneThatDoesNotReadIsBounded() throws Exception {
        AtomicLong answers = new AtomicLong();
        Journal count =
                new Journal() {
                    @Override
                    public void sent(Session session, int op, int seq, long time) {
                        answers.incrementAndGet();
                    }
                };
        try (RunningServer server = RunningServer.start(options(1), new LinuxSyscalls(), count);
                ScriptedParticipant a = connect()) {
            a.begin(1, 0);
            a.awaitTurn();
            long before = answers.get();
            a.flood(Op.GET, FLOOD);
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            long kept = Outgoing.LIMIT / Message.SIZE;
            long more = answers.get() - before - kept;
            assertTrue(more >= 0 && more < 20_000, more + " more answers than are kept");
        }
    }

    @Test
    void connectionsThatSayNothingDoNoHarm() throws Exception {
        List<ScriptedParticipant> silent = new ArrayList<>();
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            for (int i = 0; i < 300; i++) {
                silent.add(connect());
            }
            startBoth(a, b);
            for (int time = 1; time < 200; time += 2) {
                a.awaitTurn(time, time + 1);
                a.sleepUntil(time + 2);
                b.awaitTurn(time + 1, time + 2);
                b.sleepUntil(time + 3);
            }
            a.leave();
            b.leave();
            assertSame(Ending.CLEAN, server.ending());
            silent.forEach(ScriptedParticipant::awaitClosed);
        } finally {
            silent.forEach(ScriptedParticipant::leave);
        }
    }

    @Test
    void aHundredTakePart() throws Exception {
        List<ScriptedParticipant> all = new ArrayList<>();
        try (RunningServer server = RunningServer.start(options(100))) {
            for (int i = 0; i < 100; i++) {
                all.add(connect());
                all.get(i).ask(Op.START, i + 1);
            }
            for (int i = 0; i < 100; i++) {
                all.get(i).hear(Op.ACK, i + 1);
                all.get(i).sleepUntil(i);
            }
            for (int time = 0; time < 500; time++) {
                ScriptedParticipant next = all.get(time % 100);
                next.awaitTurn(time, time + 1);
                next.sleepUntil(time + 100);
            }
            all.forEach(ScriptedParticipant::leave);
            assertSame(Ending.CLEAN, server.ending());
        } finally {
            all.forEach(ScriptedParticipant::leave);
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
