// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** When there is no room for a network card: it is refused, and the next one is not. */
@Timeout(60)
class NetworkDoorTest {
    @TempDir private Path directory;

    /** Closes what is not open: by then it could be somebody else's. */
    private int strayCloses;

    private final FaultySyscalls sys =
            new FaultySyscalls(new LinuxSyscalls()) {
                @Override
                public int close(int fd) {
                    int result = super.close(fd);
                    strayCloses += result == -Errno.EBADF ? 1 : 0;
                    return result;
                }
            };

    @Test
    void whoFindsNoDescriptorIsRefused() throws Exception {
        sys.fail(Call.ACCEPT4, Errno.EMFILE, 1);
        assertRefuses("(ulimit -n; ");
    }

    @Test
    void whoCannotBeWatchedIsRefused() throws Exception {
        sys.failAfter(Call.EPOLL_CTL, 5, Errno.ENOSPC, 1); // bell, tickers, both doors
        assertRefuses("(/proc/sys/fs/epoll/max_user_watches)");
    }

    /** The first card; and that the next one and the simulation go on. */
    private void assertRefuses(String limit) throws Exception {
        Path net = directory.resolve("net");
        ServerOptions.Builder options =
                ServerOptions.at(directory.resolve("time").toString())
                        .clients(1)
                        .network(NetworkOptions.ofDelay(net.toString(), 0));
        try (RunningServer server = RunningServer.start(options, sys, new Journal() {});
                ScriptedParticipant refused = ScriptedParticipant.connect(net)) {
            refused.awaitClosed();
            try (ScriptedParticipant card = ScriptedParticipant.connect(net);
                    ScriptedParticipant a =
                            ScriptedParticipant.connect(directory.resolve("time"))) {
                while (!server.out().contains("net client 1 connected")) {
                    Thread.sleep(1);
                }
                a.begin(1, 5);
                assertEquals(5, a.awaitTurn());
                a.leave();
                assertSame(Ending.WITH_VIOLATIONS, server.ending());
                card.awaitClosed();
            }
            String line =
                    "almanac: refused a connection of process (pid "
                            + ProcessHandle.current().pid()
                            + ", java) at ";
            assertEquals(1, server.err().lines().filter(l -> l.startsWith(line)).count());
            assertTrue(server.err().contains(limit), server.err());
        }
        assertEquals(0, strayCloses);
    }
}
