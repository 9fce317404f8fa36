// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.client.CalendarException;
import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.Participant;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A participant dies in each state; another one, b, goes on. */
@Timeout(60)
class DeathTest {
    @TempDir private Path directory;

    private RunningServer server;
    private ScriptedParticipant a;
    private ScriptedParticipant b;

    @BeforeEach
    void connectBoth() throws Exception {
        String path = directory.resolve("s").toString();
        server = RunningServer.start(ServerOptions.at(path).clients(2));
        a = ScriptedParticipant.connect(directory.resolve("s"));
        b = ScriptedParticipant.connect(directory.resolve("s"));
    }

    @AfterEach
    void close() {
        a.leave();
        b.leave();
        server.close();
    }

    private void startBoth() {
        int first = a.ask(Op.START, 1);
        int second = b.ask(Op.START, 2);
        assertEquals(first, a.hear().seq());
        a.sleepUntil(1);
        assertEquals(second, b.hear().seq());
        b.sleepUntil(20);
    }

    private void assertThatBGoesOn(long time) throws Exception {
        assertEquals(time, b.awaitTurn());
        b.sleepUntil(time + 5);
        assertEquals(time + 5, b.awaitTurn());
        b.leave();
        assertSame(Ending.CLEAN, server.ending());
    }

    private void awaitLine(String part) throws InterruptedException {
        while (!server.out().contains(part)) {
            Thread.sleep(1);
        }
    }

    @Test
    void beforeItSaidAnything() throws Exception {
        a.leave();
        a = ScriptedParticipant.connect(directory.resolve("s"));
        startBoth();
        a.leave();
        assertThatBGoesOn(20);
    }

    @Test
    void whileItIsWaitedForOthers() throws Exception {
        a.ask(Op.START, 1);
        a.leave();
        awaitLine("removed");
        a = ScriptedParticipant.connect(directory.resolve("s"));
        startBoth();
        a.leave();
        assertThatBGoesOn(20);
    }

    @Test
    void whileItStarts() throws Exception {
        a.ask(Op.START, 1);
        int start = b.ask(Op.START, 2);
        a.hear();
        a.leave();
        assertEquals(start, b.hear().seq());
        b.sleepUntil(20);
        assertThatBGoesOn(20);
    }

    @Test
    void whileItRuns() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        a.leave();
        assertThatBGoesOn(20);
    }

    @Test
    void whileItRunsAndOwesAnswers() throws Exception {
        startBoth();
        b.ask(Op.REQUEST, 10); // a may run until 20, and has to know first
        a.hear(Op.FREE_UNTIL, 20);
        a.hear(Op.RUN, 1);
        a.hear(Op.FREE_UNTIL, 10);
        a.leave();
        b.hear(Op.ACK, 0);
        assertThatBGoesOn(10);
    }

    @Test
    void whileItWaits() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        a.sleepUntil(30);
        b.awaitTurn(20, 30);
        a.leave();
        b.sleepUntil(40);
        assertThatBGoesOn(40);
    }

    @Test
    void whileItsRequestIsNotAnswered() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        a.sleepUntil(30);
        b.hear(Op.FREE_UNTIL, 30);
        b.hear(Op.RUN, 20);
        a.ask(Op.REQUEST, 25);
        int question = b.hear(Op.FREE_UNTIL, 25).seq();
        a.leave();
        b.say(Op.ACK, question, 0);
        b.sleepUntil(40);
        assertEquals(40, b.awaitTurn());
        b.leave();
        assertSame(Ending.CLEAN, server.ending());
    }

    @Test
    void whileItsBroadcastIsOpen() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        a.ask(Op.BROADCAST, 5);
        int question = b.hear(Op.BROADCAST, 5).seq();
        a.leave();
        b.say(Op.ACK, question, 0); // it has heard it before time goes on
        b.hear(Op.FREE_UNTIL, 1_000_000_020L);
        assertThatBGoesOn(20);
    }

    @Test
    void whileABroadcastWaitsForIt() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        int broadcast = b.ask(Op.BROADCAST, 5);
        a.hear(Op.BROADCAST, 5);
        a.leave();
        assertEquals(broadcast, b.hear(Op.ACK, 0).seq());
        assertThatBGoesOn(20);
    }

    /** What it said last counts, though it did not wait for the answer. */
    @Test
    void withMessagesThatNobodyHasReadYet() throws Exception {
        startBoth();
        a.awaitTurn(1, 20);
        a.ask(Op.UPDATE, 15);
        a.ask(Op.GET, -1);
        a.ask(Op.WAIT, -1);
        a.leave();
        assertThatBGoesOn(20);
    }

    /** One that shares time dies while it runs, when it has told its time. */
    @Test
    void whileItSharesTime() throws Exception {
        startBoth();
        a.awaitTurn();
        CompletableFuture<Void> life =
                CompletableFuture.runAsync(
                        () -> {
                            try (Participant c =
                                    Participant.connect(directory.resolve("s").toString(), 3)) {
                                c.runUntil(2); // of its own time, which began at 1
                                c.runUntil(9);
                                c.update();
                            }
                        });
        awaitLine("now known as id:3");
        a.sleepUntil(100);
        life.get(10, TimeUnit.SECONDS);
        assertEquals(20, b.awaitTurn());
        b.leave();
        a.awaitTurn();
        a.leave();
        assertSame(Ending.CLEAN, server.ending());
    }

    @Test
    void theCalendarDies() throws Exception {
        startBoth();
        CompletableFuture<CalendarException> heard = new CompletableFuture<>();
        a.awaitTurn();
        Thread life =
                new Thread(
                        () -> {
                            try (Participant c =
                                    Participant.connect(directory.resolve("s").toString(), 3)) {
                                c.start();
                            } catch (CalendarException e) {
                                heard.complete(e);
                            }
                        });
        life.start();
        awaitLine("now known as id:3");
        server.close();
        assertInstanceOf(CalendarGoneException.class, heard.get(10, TimeUnit.SECONDS));
        a.awaitClosed();
        b.awaitClosed();
        assertSame(Ending.STOPPED, server.ending());
    }
}
