// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A calendar that is told to stop, by another thread, whatever it is doing. */
@Timeout(60)
class StopTest {
    private static final long PATIENCE = 10_000;

    @TempDir private Path directory;

    private ServerOptions.Builder options(int clients) {
        return ServerOptions.at(directory.resolve("s").toString()).clients(clients);
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    private void assertStops(RunningServer server) throws Exception {
        assertTrue(server.server().stop(PATIENCE));
        assertFalse(Files.exists(directory.resolve("s"), LinkOption.NOFOLLOW_LINKS));
        assertSame(Ending.STOPPED, server.ending());
    }

    @Test
    void whileItWaitsForParticipants() throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            a.ask(Op.START, 1);
            assertStops(server);
            a.awaitClosed();
            b.awaitClosed();
        }
    }

    @Test
    void whileOneStarts() throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            a.ask(Op.START, 1);
            b.ask(Op.START, 2);
            a.hear();
            assertStops(server);
            a.awaitClosed();
            b.awaitClosed();
        }
    }

    @Test
    void whileOneRuns() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 5);
            a.awaitTurn();
            assertStops(server);
            a.awaitClosed();
        }
    }

    @Test
    void whileABroadcastIsOpen() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 5);
            a.awaitTurn();
            try (ScriptedParticipant b = connect()) {
                b.ask(Op.START, 2);
                while (!server.out().contains("id:2")) {
                    Thread.sleep(1);
                }
                a.answered(Op.WAIT, -1);
                b.hear();
                b.ask(Op.BROADCAST, 7);
                a.hear(Op.BROADCAST, 7);
                assertStops(server);
            }
        }
    }

    @Test
    void whileOneFloodsIt() throws Exception {
        try (RunningServer server = RunningServer.start(options(1))) {
            Thread flood =
                    new Thread(
                            () -> {
                                try (ScriptedParticipant a = connect()) {
                                    a.begin(1, 5);
                                    a.awaitTurn();
                                    while (a.answered(Op.GET, -1) == 5) {
                                        // goes on until the connection is closed
                                    }
                                } catch (AssertionError e) {
                                    // it is closed
                                }
                            });
            flood.start();
            while (server.server().grants() == 0) {
                Thread.sleep(1);
            }
            assertStops(server);
            flood.join(PATIENCE);
            assertFalse(flood.isAlive());
        }
    }

    @Test
    void whenItHasEnded() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 5);
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            assertTrue(server.server().stop(PATIENCE));
            assertTrue(server.server().stop(PATIENCE));
        }
    }

    @Test
    void byManyAtOnce() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = connect()) {
            a.begin(1, 5);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.ofPlatform().start(() -> stop(server.server())));
            }
            for (Thread thread : threads) {
                thread.join(PATIENCE);
                assertFalse(thread.isAlive());
            }
            assertStops(server);
        }
    }

    private static void stop(CalendarServer server) {
        try {
            assertTrue(server.stop(PATIENCE));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As when a signal comes at once. */
    @Test
    void beforeItRuns() throws Exception {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Journal nothing = new Journal() {};
        try (CalendarServer server =
                CalendarServer.open(
                        options(1).build(), new LinuxSyscalls(), nowhere, nowhere, nothing)) {
            Thread stopper = Thread.ofPlatform().start(() -> stop(server));
            while (stopper.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            assertSame(Ending.STOPPED, server.run());
            server.printSummary();
        }
        assertFalse(Files.exists(directory.resolve("s")));
    }

    /** In strict mode the first broken rule does it. */
    @Test
    void byABrokenRule() throws Exception {
        try (RunningServer server = RunningServer.start(options(2).strict(true));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            b.ask(Op.GET, -1);
            assertSame(Ending.STOPPED_WITH_VIOLATIONS, server.ending());
            a.awaitClosed();
            b.awaitClosed();
        }
    }

    /** That it was told to stop later does not hide it. */
    @Test
    void afterABrokenRule() throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            b.ask(Op.GET, -1);
            b.awaitClosed();
            assertTrue(server.server().stop(PATIENCE));
            assertSame(Ending.STOPPED_WITH_VIOLATIONS, server.ending());
            a.awaitClosed();
        }
    }

    /** After a while without a word from whoever runs. */
    @Test
    void bySilence() throws Exception {
        long patience = 1_000_000_000; // much longer than the participant takes
        ServerOptions.Builder options = options(1).hangWarn(patience / 3).hangTimeout(patience);
        try (RunningServer server = RunningServer.start(options);
                ScriptedParticipant a = connect()) {
            a.begin(1, 5);
            assertSame(Ending.HUNG, server.ending());
            a.awaitClosed();
            assertTrue(server.err().contains(", at 0.000000005 s ("), server.err());
            assertTrue(server.err().contains("has been running without a word"), server.err());
            assertTrue(server.err().contains("its last message was WAIT"), server.err());
            assertTrue(
                    server.err().contains("owes its WAIT and ACKs of FREE_UNTIL (seq 1), RUN"),
                    server.err());
        }
    }
}
