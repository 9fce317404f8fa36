// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As many participants as the protocol can number, more than most machines have descriptors for:
 * their connections are imaginary, the calendar is not.
 */
@Timeout(120)
class FullHouseTest {
    private static final int ALL = 65_534;

    private final List<PunctualPeer> peers = new ArrayList<>();
    private final ImaginaryConnections connections = new ImaginaryConnections(this::goOn);
    private final PunctualPeer tooMany = new PunctualPeer(ALL + 1, 1);
    private final PunctualPeer late = new PunctualPeer(ALL + 2, ALL);
    private long grants;
    private int step;

    @Test
    void allTakeTurnsAndOneMoreFindsNoRoomUntilOneLeaves(@TempDir Path directory)
            throws StartupException {
        ServerOptions options =
                ServerOptions.at(directory.resolve("s").toString())
                        .clients(ALL)
                        .debugLevel(-1)
                        .hangWarn(0)
                        .build();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (CalendarServer server =
                CalendarServer.open(
                        options,
                        connections,
                        new PrintStream(OutputStream.nullOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Journal() {
                            @Override
                            public void granted(Session session, long horizon) {
                                grants++;
                            }
                        })) {
            for (int id = 1; id <= ALL; id++) {
                peers.add(new PunctualPeer(id, ALL));
                connections.connect(peers.getLast());
            }
            assertSame(Ending.WITH_VIOLATIONS, server.run());
        }
        String told = err.toString(StandardCharsets.UTF_8);
        assertEquals(1, told.lines().filter(line -> line.contains("closed")).count(), told);
        assertTrue(told.contains("id:ffff") && told.contains("finds no free slot"), told);
        assertTrue(peers.stream().allMatch(peer -> peer.turns() >= 1));
        assertTrue(tooMany.closed && tooMany.turns() == 0);
        assertEquals(0, connections.openCount());
    }

    /** Whenever the calendar waits. */
    private void goOn() {
        switch (step) {
            case 0 -> nextIf(grants >= ALL, () -> connections.connect(tooMany));
            case 1 -> nextIf(tooMany.closed, peers.getFirst()::leaves);
            case 2 -> nextIf(peers.getFirst().closed, () -> connections.connect(late));
            case 3 -> nextIf(late.turns() > 0, this::allLeave);
            default -> {}
        }
    }

    private void nextIf(boolean condition, Runnable action) {
        if (condition) {
            step++;
            action.run();
        }
    }

    private void allLeave() {
        peers.forEach(PunctualPeer::leaves);
        late.leaves();
    }
}
