// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines for scripts, of a whole small run. Their columns are those of usfstl's controller: in
 * C, {@code "[%2d][%12lu][%-20s %12s] %s%6d| %10s @ %ld"} for a message.
 */
@Timeout(60)
class DebugLogTest {
    @TempDir private Path directory;

    /** What a run printed at a debug level; PID is this process. */
    private String linesAt(int level) throws Exception {
        Path path = directory.resolve("s");
        ServerOptions.Builder options =
                ServerOptions.at(path.toString()).clients(1).debugLevel(level);
        try (RunningServer server = RunningServer.start(options);
                ScriptedParticipant a = ScriptedParticipant.connect(path)) {
            a.begin(0xa1, 500_000);
            a.awaitTurn();
            a.answered(Op.GET, -1);
            try (ScriptedParticipant b = ScriptedParticipant.connect(path)) {
                int start = b.ask(Op.START, 0xb2);
                awaitLine(server, "now known as id:b2");
                a.sleepUntil(700_000);
                assertEquals(start, b.hear().seq());
                b.ask(Op.BROADCAST, 0x77);
                a.confirm(Op.BROADCAST, 0x77);
                b.hear();
                b.sleepUntil(Long.MAX_VALUE);
                a.awaitTurn();
                a.answered(Op.GET, -1);
                b.leave();
                awaitLine(server, "removed");
                a.answered(Op.UPDATE, 800_000);
            }
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            return server.out().replace("pid=" + ProcessHandle.current().pid() + ")", "pid=PID)");
        }
    }

    private static void awaitLine(RunningServer server, String part) throws InterruptedException {
        while (!server.out().contains(part)) {
            Thread.sleep(1);
        }
    }

    @Test
    void zeroTellsWhoComesAndGoes() throws Exception {
        String expected =
                """
                [ 0][           0] waiting for 1 clients
                [ 0][           0][unnamed-1                     tbd]          connected (pid=PID)
                [ 0][           0][unnamed-1                     tbd]          now known as id:a1
                [ 0][           0] have 1 clients now
                [ 0][           0][id:a1                           =]          started, assigned shm id 1
                [ 0][      500000][unnamed-2                     tbd]          connected (pid=PID)
                [ 0][      500000][unnamed-2                     tbd]          now known as id:b2
                [ 0][      500000][id:b2                           0]          started, assigned shm id 2
                [ 0][      700000][id:b2                      200000]          removed (req: 1, wait: 1, update: 0)
                [ 0][      800000][id:a1                           =]          removed (req: 2, wait: 2, update: 1)
                """;
        assertEquals(expected, linesAt(0));
        assertEquals(expected, linesAt(1));
    }

    @Test
    void twoTellsAllMessages() throws Exception {
        assertEquals(
                """
                [ 0][           0] waiting for 1 clients
                [ 0][           0][unnamed-1                     tbd]          connected (pid=PID)
                [ 0][           0][unnamed-1                     tbd]          now known as id:a1
                [ 0][           0][id:a1                         tbd] <     1|      START @ 161
                [ 0][           0] have 1 clients now
                [ 0][           0][id:a1                           =]          started, assigned shm id 1
                [ 0][           0][id:a1                           =] >     1|        ACK @ 1
                [ 0][           0][id:a1                           =] <     2|    REQUEST @ 500000
                [ 0][           0][id:a1                           =] >     2|        ACK @ 0
                [ 0][           0][id:a1                           =] <     3|       WAIT @ -1
                [ 0][           0][id:a1                           =] >     3|        ACK @ 0
                [ 0][      500000][id:a1                           =]          running
                [ 0][      500000][id:a1                           =] >     1| FREE_UNTIL @ 1000500000
                [ 0][      500000][id:a1                           =] >     2|        RUN @ 500000
                [ 0][      500000][id:a1                           =] <     1|        ACK @ 0
                [ 0][      500000][id:a1                           =] <     2|        ACK @ 0
                [ 0][      500000][id:a1                           =] <     4|        GET @ -1
                [ 0][      500000][id:a1                           =] >     4|        ACK @ 500000
                [ 0][      500000][unnamed-2                     tbd]          connected (pid=PID)
                [ 0][      500000][unnamed-2                     tbd]          now known as id:b2
                [ 0][      500000][id:b2                         tbd] <     1|      START @ 178
                [ 0][      500000][id:a1                           =] <     5|    REQUEST @ 700000
                [ 0][      500000][id:a1                           =] >     5|        ACK @ 0
                [ 0][      500000][id:a1                           =] <     6|       WAIT @ -1
                [ 0][      500000][id:a1                           =] >     6|        ACK @ 0
                [ 0][      500000][id:b2                           0]          started, assigned shm id 2
                [ 0][      500000][id:b2                           0] >     1|        ACK @ 2
                [ 0][      500000][id:b2                           0] <     2|  BROADCAST @ 119
                [ 0][      500000][id:a1                           =] >     3|  BROADCAST @ 119
                [ 0][      500000][id:a1                           =] <     3|        ACK @ 0
                [ 0][      500000][id:b2                           0] >     2|        ACK @ 0
                [ 0][      500000][id:b2                           0] <     3|    REQUEST @ 9223372036854775807
                [ 0][      500000][id:b2                           0] >     3|        ACK @ 0
                [ 0][      500000][id:b2                           0] <     4|       WAIT @ -1
                [ 0][      500000][id:b2                           0] >     4|        ACK @ 0
                [ 0][      700000][id:a1                           =]          running
                [ 0][      700000][id:a1                           =] >     4| FREE_UNTIL @ 1000700000
                [ 0][      700000][id:a1                           =] >     5|        RUN @ 700000
                [ 0][      700000][id:a1                           =] <     4|        ACK @ 0
                [ 0][      700000][id:a1                           =] <     5|        ACK @ 0
                [ 0][      700000][id:a1                           =] <     7|        GET @ -1
                [ 0][      700000][id:a1                           =] >     7|        ACK @ 700000
                [ 0][      700000][id:b2                      200000]          removed (req: 1, wait: 1, update: 0)
                [ 0][      700000][id:a1                           =] <     8|     UPDATE @ 800000
                [ 0][      800000][id:a1                           =] >     8|        ACK @ 0
                [ 0][      800000][id:a1                           =]          removed (req: 2, wait: 2, update: 1)
                """,
                linesAt(2));
    }

    @Test
    void threeTellsTheScheduleToo() throws Exception {
        List<String> lines = new ArrayList<>(linesAt(3).lines().toList());
        lines.removeAll(linesAt(2).lines().toList());
        assertEquals(
                """
                [ 0][           0] schedule
                                  [id:a1                           =]   prio:0, start:500000
                [ 0][      500000][id:b2                           0]          Got BROADCAST message 77
                [ 0][      500000] schedule
                                  [id:a1                           =]   prio:0, start:700000
                                  [id:b2                           0]   prio:0, start:9223372036855275807
                """,
                String.join("\n", lines) + "\n");
    }

    @Test
    void belowZeroItTellsNothing() throws Exception {
        try (RunningServer server =
                RunningServer.start(
                        ServerOptions.at(directory.resolve("s").toString())
                                .clients(0)
                                .debugLevel(-1))) {
            assertSame(Ending.CLEAN, server.ending());
            assertEquals("", server.out());
        }
    }
}
