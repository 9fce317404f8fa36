// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What people are told when nothing happens: who, and who else waits because of it. */
@Timeout(60)
class HangReportTest {
    /** Of real time: much longer than all that participants do here. */
    private static final long LONG = 2_000_000_000L;

    private static final String ME = " (pid " + ProcessHandle.current().pid() + ", java)";

    @TempDir private Path directory;

    private RunningServer start(int clients) throws Exception {
        return RunningServer.start(
                ServerOptions.at(directory.resolve("s").toString())
                        .clients(clients)
                        .hangWarn(LONG / 2)
                        .hangTimeout(LONG));
    }

    private ScriptedParticipant connect() {
        return ScriptedParticipant.connect(directory.resolve("s"));
    }

    private static void startBoth(ScriptedParticipant a, ScriptedParticipant b) {
        int first = a.ask(Op.START, 1);
        int second = b.ask(Op.START, 2);
        assertEquals(first, a.hear().seq());
        a.sleepUntil(1);
        assertEquals(second, b.hear().seq());
        b.sleepUntil(20);
    }

    private static void assertReports(RunningServer server, String... parts) throws Exception {
        assertSame(Ending.HUNG, server.ending());
        for (String part : parts) {
            assertTrue(server.err().contains(part), server.err());
        }
    }

    @Test
    void namesWhoRunsAndWhoWaits() throws Exception {
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect();
                ScriptedParticipant late = connect()) {
            startBoth(a, b);
            a.awaitTurn(1, 20);
            late.ask(Op.START, 3);
            assertReports(
                    server,
                    "id:1" + ME + " has been running without a word: it is ",
                    "; its last message was ACK (seq 2, time 0); it owes its WAIT\n",
                    "meanwhile 2 others wait: id:2" + ME + " to run at 0.000000020 s, id:3",
                    ME + " to start\n");
        }
    }

    /** What others say meanwhile is no sign of life of whoever runs. */
    @Test
    void isNotPutOffByThoseWhoWait() throws Exception {
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitTurn(1, 20);
            assertThrows(
                    AssertionError.class, // when the calendar has closed the connection
                    () -> {
                        while (b.answered(Op.GET, -1) == 1) {
                            Thread.sleep(5);
                        }
                    });
            assertReports(server, "id:1" + ME + " has been running without a word");
        }
    }

    @Test
    void namesThoseWhoOweABroadcast() throws Exception {
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitTurn(1, 20);
            a.ask(Op.BROADCAST, 5);
            a.ask(Op.REQUEST, 30);
            a.ask(Op.WAIT, -1);
            b.hear(Op.BROADCAST, 5);
            assertReports(
                    server,
                    "a BROADCAST has been waiting for the ACKs of id:2" + ME + "; id:2 is ",
                    "its last message was WAIT",
                    "meanwhile 1 other waits: id:1" + ME + " to run at 0.000000030 s");
        }
    }

    @Test
    void tellsWhatAllWaitForWhenNobodyHasARequest() throws Exception {
        try (RunningServer server = start(2);
                ScriptedParticipant a = connect();
                ScriptedParticipant b = connect()) {
            startBoth(a, b);
            a.awaitTurn(1, 20);
            a.answered(Op.WAIT, -1);
            b.awaitTurn(20, 1_000_000_020);
            b.ask(Op.WAIT, -1);
            assertSame(Ending.STUCK, server.ending());
            String me = Pattern.quote(ME);
            Pattern told =
                    Pattern.compile(
                            "nobody has a request at 0.000000020 s \\(.* of real time\\), so"
                                    + " nothing can happen any more; all wait for others: id:1"
                                    + me
                                    + " since WAIT \\(seq \\d+, time -1\\), id:2"
                                    + me
                                    + " since WAIT \\(.*\\)\n");
            assertTrue(told.matcher(server.err()).find(), server.err());
        }
    }

    @Test
    void tellsWhoIsHereWhenOthersAreMissing() throws Exception {
        try (RunningServer server = start(3);
                ScriptedParticipant a = connect();
                ScriptedParticipant silent = connect()) {
            a.ask(Op.START, 1);
            assertReports(
                    server,
                    "waiting for 2 more participants to start; here are id:1" + ME,
                    "; connected, but without START: unnamed-2" + ME);
            silent.leave();
        }
    }
}
