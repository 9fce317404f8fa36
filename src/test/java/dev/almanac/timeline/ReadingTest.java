// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.trace.EventType;
import dev.almanac.trace.Recorder;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.trace.Run;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From records to runs and marks. */
@Timeout(60)
class ReadingTest {
    private static final long HEADER_AND_FIRST_RECORD = 96;

    @TempDir private Path directory;

    private final Recorder recorder = new Recorder(new Run(0, 0, 1));

    @BeforeEach
    void record() {
        recorder.recordTo(
                new LinuxSyscalls(),
                file(),
                failure -> {
                    throw failure;
                });
    }

    private String file() {
        return directory.resolve("run.rec").toString();
    }

    private Timeline read() throws RecordingException {
        recorder.close();
        try (Recording recording = Recording.open(file())) {
            return Reading.of(recording, "run.rec");
        }
    }

    private void at(long time) {
        recorder.tick();
        recorder.timeIs(time);
    }

    private void starts(int participant, long id) {
        recorder.introduce(EventType.CONNECTED, participant, 100 + participant, 0);
        recorder.introduce(EventType.NAMED, participant, 0, id);
        recorder.introduce(EventType.STARTED, participant, participant, 0);
    }

    private void granted(int participant, long horizon) {
        recorder.record(EventType.GRANTED, participant, 0, 0, horizon);
    }

    private void waits(int participant) {
        recorder.tick();
        recorder.record(EventType.WAITED, participant, 0, 0, 0);
    }

    private void tells(int participant, int op, long value) {
        recorder.record(EventType.RECEIVED, participant, op, 1, value);
    }

    private void ends() {
        recorder.record(EventType.ENDED, 0, 0, 0, 0);
    }

    /** Row, start, told, free of all runs. */
    private static List<List<Long>> runs(Timeline timeline) {
        List<List<Long>> runs = new ArrayList<>();
        for (int i = 0; i < timeline.runs(); i++) {
            runs.add(
                    List.of(
                            timeline.runRow.get(i),
                            timeline.runStart.get(i),
                            timeline.runTold.get(i),
                            timeline.runFree.get(i)));
        }
        return runs;
    }

    @Test
    void aRunGoesFromGrantToWait() throws Exception {
        at(0);
        starts(1, 0x1f);
        waits(1);
        at(1_000);
        granted(1, 5_000);
        waits(1);
        at(2_000);
        granted(1, 2_500);
        waits(1);
        at(9_000);
        granted(1, 9_100);
        waits(1);
        ends();

        Timeline timeline = read();

        assertEquals("id:1f", timeline.rows().getFirst().name());
        assertEquals(0x1fL, timeline.rows().getFirst().id());
        // No further than to the horizon, nor than to what came next.
        assertEquals(
                List.of(
                        List.of(0L, 0L, 0L, 0L),
                        List.of(0L, 1_000L, 1_000L, 2_000L),
                        List.of(0L, 2_000L, 2_000L, 2_500L),
                        List.of(0L, 9_000L, 9_000L, 9_000L)),
                runs(timeline));
        for (int i = 0; i < timeline.runs(); i++) {
            assertTrue(timeline.runBegun.get(i) < timeline.runEnded.get(i));
        }
        assertNull(timeline.note());
        assertFalse(timeline.isDamaged());
    }

    @Test
    void whatItToldIsInItsOwnTime() throws Exception {
        at(5_000);
        starts(1, 1);
        waits(1);
        at(6_000);
        granted(1, 9_000);
        tells(1, Op.UPDATE, 2_500); // its own: 7500
        tells(1, Op.UPDATE, 1_500); // back again, which is not believed
        waits(1);
        at(8_000);
        granted(1, 8_000);
        ends();

        assertEquals(List.of(0L, 6_000L, 7_500L, 8_000L), runs(read()).get(1));
    }

    @Test
    void timesMayWrap() throws Exception {
        at(-10);
        starts(1, 1);
        waits(1);
        granted(1, 90);
        tells(1, Op.UPDATE, 15); // its own began at -10
        waits(1);
        at(50);
        granted(1, 60);
        waits(1);
        ends();

        assertEquals(List.of(0L, -10L, 5L, 50L), runs(read()).get(1));
    }

    @Test
    void framesAreTiedToTheirSending() throws Exception {
        at(10);
        starts(1, 1);
        starts(2, 2);
        recorder.record(EventType.FRAME_SENT, 1, 0, 7, 98);
        recorder.record(EventType.FRAME_SENT, 2, 0, 8, 60);
        at(20);
        recorder.record(EventType.FRAME_DELIVERED, 2, 0, 7, 1L << 32 | 98);
        recorder.record(EventType.FRAME_DELIVERED, 1, 0, 9, 2L << 32 | 42);
        ends();

        Timeline timeline = read();

        int marks = timeline.marks();
        assertEquals(
                List.of(MarkKind.SENT, MarkKind.SENT, MarkKind.DELIVERED, MarkKind.DELIVERED),
                timeline.markKind.subList(marks - 4, marks));
        assertEquals(marks - 4, timeline.markPeer.get(marks - 2));
        assertEquals(Timeline.NONE, timeline.markPeer.get(marks - 1));
        assertEquals(98, timeline.markValue.get(marks - 2));
        assertEquals(1, timeline.markRow.get(marks - 2));
        assertEquals(20, timeline.markTime.get(marks - 2));
    }

    @Test
    void whoGoesForBreakingARuleIsEvicted() throws Exception {
        at(10);
        starts(1, 1);
        waits(1);
        starts(2, 2);
        tells(2, Op.BROADCAST, 0xbeef);
        recorder.record(EventType.VIOLATED, 2, 1, 0, 0);
        recorder.removed(2, 0, 0);
        recorder.removed(1, 0, 0);
        // Came and went without having started.
        recorder.introduce(EventType.CONNECTED, 3, 103, 0);
        recorder.removed(3, 0, 0);
        ends();

        Timeline timeline = read();

        assertEquals(
                List.of(
                        MarkKind.STARTED,
                        MarkKind.STARTED,
                        MarkKind.BROADCAST,
                        MarkKind.EVICTED,
                        MarkKind.LEFT),
                timeline.markKind);
        assertEquals(0xbeef, timeline.markValue.get(2));
        assertEquals(2, timeline.rows().size());
        assertEquals(2, timeline.runs(), "who is removed runs no more");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        at(10);
        starts(1, 1);

        String note = String.valueOf(read().note());

        assertTrue(note.contains("has no end"), note);
    }

    @Test
    void aDamagedRecordingIsReadAsFarAsItGoes() throws Exception {
        at(10);
        starts(1, 1);
        ends();
        recorder.close();
        try (RandomAccessFile damage = new RandomAccessFile(file(), "rw")) {
            damage.seek(HEADER_AND_FIRST_RECORD + 64); // the third after it: no type is 255
            damage.write(255);
        }

        Timeline timeline = read();

        assertTrue(timeline.isDamaged());
        assertTrue(String.valueOf(timeline.note()).contains("is damaged at byte"), timeline.note());
        assertEquals(1, timeline.rows().size());
    }

    @Test
    void aHundredThousandGrants() throws Exception {
        at(0);
        starts(1, 1);
        waits(1);
        for (int i = 1; i <= 100_000; i++) {
            at(10L * i);
            granted(1, 10L * i + 5);
            waits(1);
        }
        ends();

        Timeline timeline = read();

        assertEquals(100_001, timeline.runs());
        assertEquals(List.of(0L, 500_000L, 500_000L, 500_005L), runs(timeline).get(50_000));
    }
}
