// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.almanac.fuzz.Input;
import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.sys.Errno;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Participants that send any bytes in any pieces, read or do not, and vanish, to a whole calendar
 * but for its sockets, beside two that keep to the rules.
 *
 * <p>Nothing they do is an exception, sets time back, gives the floor to two or keeps a connection
 * open; each broken rule is one line; the two get the floor at the very times that they ask for,
 * and go on when the others are gone.
 */
class StreamFuzz {
    private static final int OTHERS = 3;

    /** How often the two get the floor when the others are gone. */
    private static final int TURNS_AFTER = 3;

    private static final Path DIRECTORY = directory();

    @FuzzTest
    void costsOnlyWhoSendsIt(byte[] bytes) throws StartupException {
        new World(new Input(bytes)).run();
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("almanac-fuzz");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintStream to(OutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    /** Sees to it that one runs at a time and that time never goes back. */
    private static final class Referee implements Journal {
        long now;
        int violations;
        private @Nullable Session runner;

        @Override
        public void timeIs(long time) {
            assertTrue(time - now >= 0, () -> "from " + now + " to " + time);
            now = time;
        }

        @Override
        public void started(Session session) {
            runs(session);
        }

        @Override
        public void granted(Session session, long horizon) {
            runs(session);
        }

        private void runs(Session session) {
            Session last = runner;
            assertTrue(last == null || last == session || last.state() != State.RUNNING);
            runner = session;
        }

        @Override
        public void violated(Session session, Violation violation, String subject) {
            violations++;
        }
    }

    /** Says whatever a fuzzer makes it say. */
    private static final class Wild extends ImaginaryPeer {
        @Override
        void hears(MemorySegment bytes) {}
    }

    /** A calendar, who takes part, and what a fuzzer makes of that. */
    private static final class World {
        private final Input input;
        private final Referee referee = new Referee();
        private final ImaginaryConnections connections = new ImaginaryConnections(this::goOn);
        private final PunctualPeer[] good = {new PunctualPeer(1, 3), new PunctualPeer(2, 7)};
        private final @Nullable ImaginaryPeer[] others = new ImaginaryPeer[OTHERS];
        private int rounds;
        private int enough = Integer.MAX_VALUE;

        World(Input input) {
            this.input = input;
        }

        void run() throws StartupException {
            ServerOptions options =
                    ServerOptions.at(DIRECTORY.resolve("s").toString())
                            .clients(2)
                            .maxClients(4)
                            .freeRun(input.below(2) * 1_000L)
                            .shareMemory(false)
                            .debugLevel(input.below(2) * 3)
                            .hangWarn(0)
                            .build();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            try (CalendarServer server =
                    CalendarServer.open(
                            options,
                            connections,
                            to(OutputStream.nullOutputStream()),
                            to(err),
                            referee)) {
                for (PunctualPeer peer : good) {
                    connections.connect(peer);
                }
                Ending ending = server.run();
                assertSame(referee.violations == 0 ? Ending.CLEAN : Ending.WITH_VIOLATIONS, ending);
                server.printSummary();
            }
            assertEquals(0, connections.openCount(), "connections are left open");
            long told =
                    err.toString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains(" closed the connection of "))
                            .count();
            assertEquals(referee.violations, told);
        }

        private void goOn() {
            if (!input.isExhausted()) {
                step();
                return;
            }
            assertTrue(rounds++ < 1_000, "it does not end");
            enough = Math.min(enough, Math.max(good[0].turns(), good[1].turns()) + TURNS_AFTER);
            for (ImaginaryPeer other : others) {
                if (other != null) {
                    other.leaves();
                }
            }
            for (PunctualPeer peer : good) {
                assertTrue(!peer.closed || peer.turns() >= enough, "it had to go");
                if (peer.turns() >= enough) {
                    peer.leaves();
                }
            }
        }

        private void step() {
            int what = input.next();
            int who = what % (OTHERS + 1);
            if (who == OTHERS) {
                return; // the calendar goes on by itself
            }
            ImaginaryPeer other = others[who];
            if (other == null || !other.isThere()) {
                other = new Wild();
                others[who] = other;
                connections.connect(other);
            } else {
                act(other, what / (OTHERS + 1));
            }
        }

        private void act(ImaginaryPeer other, int how) {
            switch (how % 16) {
                case 0 -> other.leaves();
                case 1 -> other.breaks(Errno.ECONNRESET);
                case 2 -> other.takes(input.next());
                case 3 -> other.takes(Integer.MAX_VALUE);
                case 4 -> other.sends(input.next());
                case 5 -> other.writes(input.next());
                default -> {
                    other.writes(how % 16 - 6, (byte) input.next(), input.near(referee.now));
                    if (how >= 16) {
                        other.sends(Integer.MAX_VALUE);
                    }
                }
            }
        }
    }
}
