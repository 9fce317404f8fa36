// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** What the state is, as people are told who ask for it; by another thread, at any time. */
@Timeout(60)
class StateReportTest {
    @TempDir private Path directory;

    private RunningServer start(int clients) throws Exception {
        return RunningServer.start(
                ServerOptions.at(directory.resolve("s").toString()).clients(clients));
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    /** Asks, and waits for the answer; its lines. */
    private static List<String> stateOf(RunningServer server) throws InterruptedException {
        int before = server.err().length();
        server.server().reportState();
        while (server.err().indexOf("the state at", before) < 0) {
            Thread.sleep(1);
        }
        // Another one begins only when that is whole.
        int first = server.err().indexOf("the state at", before);
        server.server().reportState();
        while (server.err().indexOf("almanac: the state at", first) < 0) {
            Thread.sleep(1);
        }
        String whole = server.err().substring(before);
        return whole.substring(0, whole.lastIndexOf("almanac: the state at")).lines().toList();
    }

    private static String row(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith("  " + name + " "))
                .findFirst()
                .map(line -> line.strip().replaceAll(" +", " "))
                .orElseThrow(() -> new AssertionError(name + " is not in " + lines));
    }

    private static String process() {
        return ProcessHandle.current().pid() + " java";
    }

    @Test
    void whileParticipantsAreMissing() throws Exception {
        try (RunningServer server = start(3);
                ScriptedParticipant a = connect();
                ScriptedParticipant silent = connect()) {
            a.ask(Op.START, 1);
            while (!server.out().contains("now known as id:1")) {
                Thread.sleep(1);
            }
            List<String> lines = stateOf(server);
            assertTrue(lines.getFirst().contains("waiting for 2 more to start"), lines.getFirst());
            String started = row(lines, "id:1");
            assertTrue(started.startsWith("id:1 " + process() + " starting - 0 0"), started);
            assertTrue(started.endsWith(" 1 0 START (seq 1, time 1)"), started);
            String mute = row(lines, "unnamed-2");
            assertTrue(mute.endsWith(process() + " connected - 0 0 0 0 0 0 nothing"), mute);
            assertEquals("  no event is planned", lines.getLast());
            silent.leave();
        }
    }

    @Test
    void whileOneRuns() throws Exception {
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            int first = a.ask(Op.START, 1);
            int second = b.ask(Op.START, 2);
            assertEquals(first, a.hear().seq());
            a.sleepUntil(1);
            assertEquals(second, b.hear().seq());
            b.sleepUntil(20);
            a.confirm(Op.FREE_UNTIL, 20);
            a.hear(Op.RUN, 1);
            a.answered(Op.GET, -1);
            List<String> lines = stateOf(server);
            String who = "id:1 (pid " + ProcessHandle.current().pid() + ", java) runs, until ";
            assertTrue(lines.getFirst().contains(who + "0.000000020 s"), lines.getFirst());
            String running = row(lines, "id:1");
            assertTrue(running.contains("running - 1 1 1 0 "), running);
            assertTrue(running.endsWith("; owes ACKs of RUN (seq 2)"), running);
            assertTrue(row(lines, "id:2").contains("waiting 0.000000020 s 0 1 1 0 3 3 WAIT"));
            assertEquals("  next events:", lines.get(lines.size() - 2));
            assertTrue(lines.getLast().contains("0.000000020 s  id:2 (pid "), lines.getLast());
        }
    }

    @Test
    void namesTheNextTenEvents() throws Exception {
        List<ScriptedParticipant> all = new ArrayList<>();
        try (RunningServer server = start(12)) {
            for (int i = 0; i < 12; i++) {
                all.add(connect());
                all.get(i).ask(Op.START, i + 1);
            }
            for (int i = 0; i < 12; i++) {
                all.get(i).hear();
                all.get(i).sleepUntil(i < 6 ? 100 - i : 200); // same time: first asked, first run
            }
            all.get(5).awaitTurn();
            List<String> lines = stateOf(server);
            List<String> names =
                    lines.subList(lines.indexOf("  next events:") + 1, lines.size()).stream()
                            .map(line -> line.replaceAll(".* s  (id:.) .*", "$1"))
                            .toList();
            assertEquals(
                    List.of(
                            "id:5", "id:4", "id:3", "id:2", "id:1", "id:7", "id:8", "id:9", "id:a",
                            "id:b"),
                    names);
        } finally {
            all.forEach(ScriptedParticipant::leave);
        }
    }

    /** Requests in shared memory come without a message. */
    @Test
    void knowsWhatIsAskedForInSharedMemory() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect()) {
            int start = a.ask(Op.START, 1);
            CompletableFuture<Void> life =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Participant b =
                                        Participant.connect(directory.resolve("s").toString(), 2)) {
                                    b.start();
                                    asked.countDown();
                                    b.runUntil(50);
                                }
                            });
            assertEquals(start, a.hear().seq());
            a.sleepUntil(10);
            asked.await();
            a.awaitTurn();
            List<String> lines = stateOf(server);
            assertTrue(row(lines, "id:2").contains("waiting 0.000000050 s "), lines.toString());
            a.leave();
            life.join();
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    /** And however often, it does no harm. */
    @Test
    void whileTheSimulationGoesOn() throws Exception {
        try (RunningServer server = start(1);
                ScriptedParticipant a = connect()) {
            a.begin(1, 1);
            for (int time = 1; time < 300; time++) {
                server.server().reportState();
                assertEquals(time, a.awaitTurn());
                a.sleepUntil(time + 1);
            }
            stateOf(server);
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            server.server().reportState(); // nobody is there to print it
        }
    }
}
