// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.wire.Op;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What JDK Flight Recorder sees of a simulation. */
@Timeout(120)
class MissionControlTest {
    @TempDir private Path directory;

    @Test
    void longRunsEvictionsAndPhasesAreShown() throws Exception {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("almanac.Run").withThreshold(Duration.ofMillis(50));
            recording.enable("almanac.Eviction");
            recording.enable("almanac.Phase");
            recording.start();
            simulate();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertEquals(
                List.of("gathering 1", "simulation 1"),
                of("almanac.Phase", events).stream()
                        .map(e -> e.getString("phase") + " " + e.getInt("participants"))
                        .toList());
        RecordedEvent run = of("almanac.Run", events).getFirst();
        assertEquals("id:a1", run.getString("participant"));
        assertEquals(700, run.getLong("simulatedTime"));
        RecordedEvent eviction = of("almanac.Eviction", events).getFirst();
        assertEquals("id:a1", eviction.getString("participant"));
        assertEquals("CALENDARS_WORD", eviction.getString("rule"));
    }

    private void simulate() throws Exception {
        Path socket = directory.resolve("s");
        try (RunningServer server =
                        RunningServer.start(ServerOptions.at(socket.toString()).clients(1));
                ScriptedParticipant a = ScriptedParticipant.connect(socket)) {
            a.begin(0xa1, 500);
            a.awaitTurn();
            a.sleepUntil(700);
            a.awaitTurn();
            Thread.sleep(60);
            a.say(Op.RUN, 99, -1);
            a.awaitClosed();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
        }
    }

    private static List<RecordedEvent> of(String type, List<RecordedEvent> events) {
        return events.stream().filter(e -> e.getEventType().getName().equals(type)).toList();
    }
}
