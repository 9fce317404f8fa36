// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.client.Participant;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A calendar leaves no descriptor and no mapping behind, nor does the client. */
@Timeout(60)
class LeftoversTest {
    private static final int CYCLES = 50;

    @TempDir private Path directory;

    @Test
    void nothingIsLeftAfterManyRuns() throws Exception {
        run(true); // classes are loaded
        run(false);
        long before = OpenFiles.count();
        long mapped = OpenFiles.mappings("almanac-schedshm");
        for (int i = 0; i < CYCLES; i++) {
            run(i % 2 == 0);
        }
        assertEquals(before, OpenFiles.count());
        assertEquals(mapped, OpenFiles.mappings("almanac-schedshm"));
        assertEquals(0, mapped);
    }

    private void run(boolean shareMemory) throws Exception {
        Path path = directory.resolve("s");
        ServerOptions.Builder options =
                ServerOptions.at(path.toString()).clients(1).shareMemory(shareMemory);
        try (RunningServer server = RunningServer.start(options);
                ScriptedParticipant silent = ScriptedParticipant.connect(path);
                ScriptedParticipant bad = ScriptedParticipant.connect(path)) {
            bad.ask(Op.WAIT, 0);
            try (Participant participant = Participant.connect(path.toString(), 1, shareMemory)) {
                participant.runUntil(1_000);
                assertEquals(shareMemory, participant.sharesTime());
                participant.update();
                participant.runUntil(3_000_000_000L);
            }
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            silent.awaitClosed();
        }
    }
}
