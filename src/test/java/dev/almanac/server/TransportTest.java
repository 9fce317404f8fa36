// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** When sockets are read, and when epoll is asked. */
@Timeout(60)
class TransportTest {
    private static final int RUNS = 1_000;

    /** How many runs there may be before somebody else is let in, and then heard. */
    private static final int SOON = 2 * 70;

    private static final int START = 1;
    private static final int GET = 2;

    @TempDir private Path directory;

    private final List<String> seen = new ArrayList<>();
    private int memfd = -1;
    private long waits;

    private final ImaginaryConnections connections =
            new ImaginaryConnections(() -> waits++) {
                @Override
                public int memfdCreate(MemorySegment name, int flags) {
                    int made = super.memfdCreate(name, flags);
                    memfd = memfd < 0 ? made : memfd; // the first is what participants share
                    return made;
                }
            };

    /** Asks what time it is, and leaves. */
    private final class Asker extends ImaginaryPeer {
        Asker() {
            says(Op.START, START, 1);
        }

        @Override
        long recv(MemorySegment buffer, long length, int flags) {
            long n = super.recv(buffer, length, flags);
            if (n > 0) {
                seen.add((flags & Linux.MSG_PEEK) != 0 ? "looked at" : "taken out");
            }
            return n;
        }

        @Override
        void hears(MemorySegment bytes) {
            if (Message.seq(bytes, 0) == START) {
                says(Op.GET, GET, 0);
            } else {
                seen.add("answered");
                leaves();
            }
        }
    }

    /** Shares time, and asks for the next nanosecond again and again until a newcomer was heard. */
    private final class Runner extends ImaginaryPeer {
        private @Nullable Mapping memory;
        private int slot;
        private int runs;

        /** How often it ran since the newcomer knocked. */
        private int alone;

        Runner() {
            says(Op.START, START, 2);
        }

        @Override
        void hears(MemorySegment bytes) {
            if (memory == null) {
                memory = Mapping.of(connections, memfd, SharedSlot.memorySize(8));
                slot = (int) Message.time(bytes, 0) & 0xffff;
                SharedSlot.sharesTimeRelease(memory.segment(), slot);
            } else {
                assertEquals(Op.RUN, Message.op(bytes, 0));
                runs++;
            }
            if (!seen.isEmpty()) {
                memory.close();
                leaves();
                return;
            }
            if (runs == RUNS) {
                connections.connect(new Asker());
            } else if (runs > RUNS) {
                alone++;
            }
            SharedSlot.requestRelease(memory.segment(), slot, runs);
            says(Op.WAIT, 3, -1);
        }
    }

    private Ending conduct(ServerOptions.Builder options, ImaginaryPeer... peers)
            throws StartupException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (CalendarServer server =
                CalendarServer.open(
                        options.clients(peers.length).debugLevel(-1).hangWarn(0).build(),
                        connections,
                        nowhere,
                        nowhere,
                        new Journal() {})) {
            for (ImaginaryPeer peer : peers) {
                connections.connect(peer);
            }
            return server.run();
        }
    }

    private ServerOptions.Builder options() {
        return ServerOptions.at(directory.resolve("s").toString());
    }

    /** Nobody is woken up by what is taken out while it waits for the answer. */
    @Test
    void theAnswerIsSentBeforeTheQuestionIsTakenOut() throws Exception {
        assertSame(Ending.CLEAN, conduct(options(), new Asker()));
        assertEquals(List.of("looked at", "taken out", "looked at", "answered", "taken out"), seen);
    }

    @Test
    void whoGotTheFloorIsHeardWithoutEpollButNotForEver() throws Exception {
        Runner runner = new Runner();
        assertSame(Ending.CLEAN, conduct(options(), runner));
        assertTrue(runner.alone < SOON, runner.alone + " runs until the newcomer was heard");
        assertTrue(waits < RUNS / 4, waits + " waits in " + RUNS + " runs");
    }

    /** A command that was given before a turn counts before it. */
    @Test
    void whereSomebodySteersEpollTellsWhoWasFirst() throws Exception {
        String control = directory.resolve("c").toString();
        Runner runner = new Runner();
        ServerOptions.Builder steered =
                options().steering(new SteeringOptions(control, 0, 0, null));
        assertSame(Ending.CLEAN, conduct(steered, runner));
        assertTrue(waits >= RUNS, waits + " waits in " + RUNS + " runs");
    }
}
