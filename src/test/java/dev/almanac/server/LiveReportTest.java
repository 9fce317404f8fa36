// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.trace.LiveHeader;
import dev.almanac.trace.LiveRow;
import dev.almanac.trace.LiveView;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What a calendar shows of itself. */
@Timeout(60)
class LiveReportTest {
    private static final int ALL = 1_300;
    private static final int GONE = 100;

    @TempDir private Path directory;

    /** However many there are: each look shows everybody once, and nobody who has left. */
    @Test
    void aCrowdIsShownWhole() throws Exception {
        Path socket = directory.resolve("s");
        List<ScriptedParticipant> crowd = new ArrayList<>();
        ServerOptions.Builder options = ServerOptions.at(socket.toString()).clients(ALL + 1);
        try (RunningServer server = RunningServer.start(options);
                LiveView view = Objects.requireNonNull(LiveView.find(socket))) {
            for (int id = 1; id <= ALL; id++) {
                crowd.add(ScriptedParticipant.connect(socket));
                crowd.getLast().ask(Op.START, id);
            }
            assertEquals(LongStream.rangeClosed(1, ALL).boxed().toList(), ids(view, ALL));
            crowd.subList(0, GONE).forEach(ScriptedParticipant::leave);
            assertEquals(
                    LongStream.rangeClosed(GONE + 1, ALL).boxed().toList(), ids(view, ALL - GONE));
            crowd.forEach(ScriptedParticipant::leave);
            assertEquals("", server.err());
        }
    }

    /** Who is there, once so many are. */
    private static List<Long> ids(LiveView view, int count) throws InterruptedException {
        MemorySegment table = Objects.requireNonNull(view.read());
        while (LiveHeader.rows(table) != count) {
            Thread.sleep(10);
            table = Objects.requireNonNull(view.read());
        }
        List<Long> ids = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            ids.add(LiveRow.id(table, LiveRow.at(row)));
        }
        ids.sort(null);
        return ids;
    }
}
