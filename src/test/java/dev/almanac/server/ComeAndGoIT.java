// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Thousands of connections that come and go, in every way, while one goes on. */
@Timeout(300)
class ComeAndGoIT {
    private static final int MANY = 10_000;

    @TempDir private Path directory;

    @Test
    void nothingIsLeftOfThem() throws Exception {
        AtomicLong connected = new AtomicLong();
        AtomicLong removed = new AtomicLong();
        Journal count =
                new Journal() {
                    @Override
                    public void connected(Session session) {
                        connected.incrementAndGet();
                    }

                    @Override
                    public void removed(Session session) {
                        removed.incrementAndGet();
                    }
                };
        Path path = directory.resolve("s");
        ServerOptions.Builder options = ServerOptions.at(path.toString()).clients(1).debugLevel(-1);
        try (RunningServer server = RunningServer.start(options, new LinuxSyscalls(), count);
                ScriptedParticipant a = ScriptedParticipant.connect(path)) {
            a.begin(1, 1);
            comeAndGo(path, 0);
            awaitGone(removed, 1);
            long open = OpenFiles.count();
            for (int i = 1; i < MANY; i++) {
                comeAndGo(path, i);
                if (i % 20 == 0) {
                    a.awaitTurn();
                    a.sleepUntil(i + 1);
                }
            }
            awaitGone(removed, MANY); // those that left before they were accepted, too
            assertEquals(open, OpenFiles.count(), "descriptors");
            a.leave();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            assertEquals(MANY + 1, connected.get());
        }
    }

    /** One after the other says nothing, asks to start, begins a message, or breaks a rule. */
    private static void comeAndGo(Path path, int i) {
        try (ScriptedParticipant one = ScriptedParticipant.connect(path)) {
            switch (i % 4) {
                case 1 -> one.ask(Op.START, i);
                case 2 -> one.sayPart(Op.START, 1, i, 0, 7);
                case 3 -> one.ask(Op.RUN, i);
                default -> {}
            }
        }
    }

    private static void awaitGone(AtomicLong removed, long count) throws InterruptedException {
        while (removed.get() < count) {
            Thread.sleep(1);
        }
        assertTrue(removed.get() >= count);
    }
}
