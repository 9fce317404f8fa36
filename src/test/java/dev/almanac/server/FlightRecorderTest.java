// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.trace.Event;
import dev.almanac.trace.EventType;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a calendar records of its run, and when it leaves that next to its socket. */
@Timeout(60)
class FlightRecorderTest {
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir private Path directory;

    private ServerOptions.Builder options(int clients) {
        return ServerOptions.at(socket().toString()).clients(clients);
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private Path tail() {
        return directory.resolve("s.trace");
    }

    private static List<Event> events(Path file) throws RecordingException {
        List<Event> events = new ArrayList<>();
        try (Recording recording = Recording.open(file.toString())) {
            for (Event e = recording.next(); e != null; e = recording.next()) {
                events.add(e);
            }
        }
        return events;
    }

    private static String schedule(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            if (event.type() != EventType.RECEIVED && event.type() != EventType.SENT) {
                text.append(event.type()).append(' ').append(event.participant());
                text.append(" @").append(event.time()).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void aRunIsRecordedAsItWas() throws Exception {
        Path file = directory.resolve("r");
        try (RunningServer server = RunningServer.start(options(1).record(file.toString()));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.begin(0xa1, 500);
            a.awaitTurn();
            a.answered(Op.UPDATE, 700);
            a.sleepUntil(900);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            List<Event> events = events(file);
            assertEquals(
                    """
                    GATHERING 0 @0
                    CONNECTED 1 @0
                    NAMED 1 @0
                    GATHERED 0 @0
                    STARTED 1 @0
                    WAITED 1 @0
                    GRANTED 1 @500
                    WAITED 1 @700
                    GRANTED 1 @900
                    REMOVED 1 @900
                    ENDED 0 @900
                    """,
                    schedule(events));
            Event grant =
                    events.stream().filter(e -> e.type() == EventType.GRANTED).findFirst().get();
            assertEquals(1_000_000_500, grant.value());
            assertFalse(grant.sharesTime());
            Event end = events.getLast();
            assertEquals(0, end.op());
            assertEquals(server.server().digest(), end.value());
            long messages = events.stream().filter(e -> e.type() == EventType.RECEIVED).count();
            assertEquals(6 + 4, messages, "START, REQUEST, WAIT, ..., and four ACKs");
        }
        assertFalse(Files.exists(tail()));
    }

    @Test
    void theDigestDependsOnTheScheduleAlone() throws Exception {
        long first = digestOf(500, 7, 0);
        assertEquals(first, digestOf(500, 7, 20), "real time does not count");
        assertNotEquals(first, digestOf(501, 7, 0));
        assertNotEquals(first, digestOf(500, 8, 0));
    }

    private long digestOf(long time, long bits, long realMillis) throws Exception {
        try (RunningServer server = RunningServer.start(options(2));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            int start = a.ask(Op.START, 1);
            try (ScriptedParticipant b = ScriptedParticipant.connect(socket())) {
                b.ask(Op.START, 2);
                assertEquals(start, a.hear().seq());
                a.sleepUntil(time);
                b.hear();
                b.ask(Op.BROADCAST, bits);
                a.confirm(Op.BROADCAST, bits);
                b.hear();
                b.leave();
            }
            Thread.sleep(realMillis);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, server.ending());
            return server.server().digest();
        }
    }

    @Test
    void aBrokenRuleLeavesTheTailNextToTheSocket() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.begin(1, 500);
            a.say(Op.RUN, 99, -1);
            a.awaitClosed();
            assertSame(Ending.WITH_VIOLATIONS, server.ending());
            assertTrue(
                    server.err()
                            .contains(
                                    "almanac: what happened last is recorded in %s; `almanac trace`"
                                            .formatted(tail())),
                    server.err());
        }
        String schedule = schedule(events(tail()));
        assertTrue(schedule.contains("VIOLATED 1 "), schedule);
        assertEquals(1, events(tail()).getLast().op());
    }

    @Test
    void nothingIsLeftWhereAFileHasItAll() throws Exception {
        Path file = directory.resolve("r");
        try (RunningServer server = RunningServer.start(options(1).record(file.toString()));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.answered(Op.START, 1);
            a.answered(Op.WAIT, -1);
            assertSame(Ending.STUCK, server.ending());
        }
        assertFalse(Files.exists(tail()));
        assertEquals(3, events(file).getLast().op());
    }

    @Test
    void whereTheTailCannotBeWrittenOneLineSaysSo() throws Exception {
        Files.createDirectory(tail());
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.answered(Op.START, 1);
            a.answered(Op.WAIT, -1);
            assertSame(Ending.STUCK, server.ending());
            assertTrue(server.err().contains("almanac: cannot record in " + tail()), server.err());
        }
    }

    @Test
    void whoIsStoppedWhileItIsSilentLeavesTheTail() throws Exception {
        try (RunningServer server = RunningServer.start(options(1).hangWarn(20_000_000));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.answered(Op.START, 1);
            while (!server.err().contains("without a word")) {
                Thread.sleep(5);
            }
            assertTrue(server.server().stop(PATIENCE_MILLIS), "it does not close");
            assertSame(Ending.STOPPED, server.ending());
        }
        String schedule = schedule(events(tail()));
        assertTrue(schedule.contains("SILENT 1 @0\n"), schedule);
        assertEquals(128, events(tail()).getLast().op());
    }

    @Test
    void whoIsStoppedOtherwiseLeavesNone() throws Exception {
        try (RunningServer server = RunningServer.start(options(1));
                ScriptedParticipant a = ScriptedParticipant.connect(socket())) {
            a.answered(Op.START, 1);
            assertTrue(server.server().stop(PATIENCE_MILLIS), "it does not close");
            assertSame(Ending.STOPPED, server.ending());
        }
        assertFalse(Files.exists(tail()));
    }
}
