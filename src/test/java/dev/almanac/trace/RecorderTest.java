// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is recorded can be read: afterwards, meanwhile, and however the writing ended. */
@Timeout(60)
class RecorderTest {
    private static final Run RUN = new Run(1_700_000_000_000_000_000L, 42, 4711);
    private static final int EVENTS_A_STRETCH = (int) (RecordingFile.STRETCH / EventRecord.SIZE);

    @TempDir private Path directory;

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
    private final List<SyscallException> failures = new ArrayList<>();

    private Recorder recorder(Path file) {
        Recorder recorder = new Recorder(RUN);
        recorder.recordTo(sys, file.toString(), failures::add);
        return recorder;
    }

    private static Recording open(Path file) throws RecordingException {
        return Recording.open(file.toString());
    }

    private static List<Event> events(Path file) throws RecordingException {
        try (Recording recording = open(file)) {
            return rest(recording);
        }
    }

    private static List<Event> rest(Recording recording) throws RecordingException {
        List<Event> events = new ArrayList<>();
        for (Event event = recording.next(); event != null; event = recording.next()) {
            events.add(event);
        }
        return events;
    }

    /** Records messages from 0 on, each with its index as the value. */
    private static void recordMessages(Recorder recorder, int from, int to) {
        for (int i = from; i < to; i++) {
            recorder.record(EventType.RECEIVED, 1, 2, i, i);
        }
    }

    @Test
    void everyFieldComesBack() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file)) {
            recorder.introduce(EventType.CONNECTED, EventRecord.MAX_PARTICIPANT, -1, 0);
            recorder.timeIs(Long.MAX_VALUE);
            recorder.record(EventType.SENT, EventRecord.MAX_PARTICIPANT, 255, -2, Long.MIN_VALUE);
            recorder.recordAt(-3, EventType.FRAME_DELIVERED, 1, 7, 2L << 32 | 65_535);
        }
        List<Event> events = events(file);
        int last = EventRecord.MAX_PARTICIPANT;
        assertEquals(new Event(EventType.CONNECTED, last, 0, -1, 0, 0, 0), events.get(0));
        assertEquals(
                new Event(EventType.SENT, last, 255, -2, Long.MAX_VALUE, 0, Long.MIN_VALUE),
                events.get(1));
        Event frame = events.get(2);
        assertEquals(-3, frame.time());
        assertEquals(65_535, frame.bytes());
        assertEquals(2, frame.from());
        assertEquals(3, events.size());
        assertEquals(FileHeader.SIZE + 3 * EventRecord.SIZE, Files.size(file));
    }

    @Test
    void theHeaderSaysWhichRunItIs() throws Exception {
        Path file = directory.resolve("r");
        recorder(file).close();
        try (Recording recording = open(file)) {
            assertEquals(RUN, recording.run());
            assertEquals(0, recording.lost());
            assertNull(recording.next());
            assertNull(recording.end());
        }
    }

    @Test
    void realTimeIsThatOfTheLastTick() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file)) {
            recorder.record(EventType.STUCK, 0, 0, 0, 0);
            recorder.tick();
            recorder.record(EventType.STUCK, 0, 0, 0, 0);
            recorder.record(EventType.STUCK, 0, 0, 0, 0);
        }
        List<Event> events = events(file);
        assertEquals(0, events.get(0).real());
        assertTrue(events.get(1).real() > 0);
        assertEquals(events.get(1).real(), events.get(2).real());
    }

    @Test
    void itCanBeReadWhileItIsWritten() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file);
                Recording recording = open(file)) {
            assertNull(recording.next());
            for (int i = 0; i < EVENTS_A_STRETCH + 10; i++) {
                recordMessages(recorder, i, i + 1);
                Event event = assertNotNullEvent(recording.next());
                assertEquals(i, event.value());
                assertNull(recording.next());
            }
        }
    }

    private static Event assertNotNullEvent(@Nullable Event event) {
        assertNotNull(event);
        return event;
    }

    /** Nothing is closed here, as by SIGKILL: the file ends with zeros. */
    @Test
    void whatWasNeverEndedEndsWithTheLastEvent() throws Exception {
        Path file = directory.resolve("r");
        Recorder recorder = recorder(file);
        recordMessages(recorder, 0, 1000);
        assertEquals(RecordingFile.STRETCH, Files.size(file));
        assertEquals(1000, events(file).size());
        recorder.close();
        assertEquals(1000, events(file).size());
    }

    @Test
    void itGrowsByStretches() throws Exception {
        Path file = directory.resolve("r");
        int count = 3 * EVENTS_A_STRETCH + 5;
        try (Recorder recorder = recorder(file)) {
            recordMessages(recorder, 0, count);
        }
        List<Event> events = events(file);
        assertEquals(count, events.size());
        assertEquals(count - 1, events.getLast().value());
        assertEquals(4, sys.calls(Call.POSIX_FALLOCATE));
        assertEquals(sys.calls(Call.MMAP), sys.calls(Call.MUNMAP));
    }

    @Test
    void aFullDiskEndsTheFileAndNothingElse() throws Exception {
        Path file = directory.resolve("r");
        Path tail = directory.resolve("tail");
        int last = EVENTS_A_STRETCH - 3; // the header takes the room of two
        try (Recorder recorder = recorder(file)) {
            sys.fail(Call.POSIX_FALLOCATE, Errno.ENOSPC, 1);
            recordMessages(recorder, 0, last + 1);
            assertTrue(failures.isEmpty());
            assertTrue(recorder.isInFile());
            recordMessages(recorder, last + 1, last + 11);
            assertFalse(recorder.isInFile());
            recorder.writeTail(sys, tail.toString());
        }
        assertEquals(List.of(Errno.ENOSPC), failures.stream().map(e -> e.errno()).toList());
        List<Event> events = events(file);
        assertEquals(last + 1, events.size());
        assertEquals(EventType.ENDED, events.getLast().type());
        assertEquals(Event.CUT_OFF, events.getLast().op());
        assertEquals(last - 1, events.get(last - 1).value());
        assertEquals(10, events(tail).size());
        assertEquals(last + 1, events(tail).getFirst().value());
    }

    @Test
    void noMemoryForTheNextStretchIsTheSame() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file)) {
            sys.fail(Call.MMAP, Errno.ENOMEM, 1);
            recordMessages(recorder, 0, EVENTS_A_STRETCH);
        }
        assertEquals(Errno.ENOMEM, failures.getFirst().errno());
        assertEquals(EventType.ENDED, events(file).getLast().type());
    }

    @Test
    void anInterruptedAllocationIsRepeated() throws Exception {
        sys.fail(Call.POSIX_FALLOCATE, Errno.EINTR, 3);
        recorder(directory.resolve("r")).close();
        assertEquals(4, sys.calls(Call.POSIX_FALLOCATE));
    }

    @Test
    void aDiskThatIsFullAtOnceLeavesNothingOpen() {
        sys.fail(Call.POSIX_FALLOCATE, Errno.ENOSPC, 1);
        Path file = directory.resolve("r");
        SyscallException e = assertThrows(SyscallException.class, () -> recorder(file));
        assertEquals(Errno.ENOSPC, e.errno());
        assertEquals(1, sys.calls(Call.CLOSE));
        assertFalse(Files.exists(file));
    }

    @Test
    void anOldRecordingIsReplacedButNotForItsReader() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file)) {
            recordMessages(recorder, 0, 3);
        }
        try (Recording old = open(file);
                Recorder recorder = recorder(file)) {
            recordMessages(recorder, 5, 6);
            assertEquals(3, rest(old).size());
            assertEquals(5, events(file).getFirst().value());
        }
    }

    @Test
    void onlyFilesAreReplaced() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        SyscallException e = assertThrows(SyscallException.class, () -> recorder(folder));
        assertTrue(String.valueOf(e.getMessage()).contains("which is no file"));
        assertThrows(SyscallException.class, () -> recorder(directory.resolve("no/r")));
        assertThrows(IllegalArgumentException.class, () -> recorder(Path.of("")));
    }

    @Test
    void theTailIsTheLastEventsAndWhoTookPart() throws Exception {
        Path tail = directory.resolve("tail");
        int count = 3 * Ring.EVENTS;
        try (Recorder recorder = new Recorder(RUN)) {
            recorder.introduce(EventType.CONNECTED, 1, 100, 0);
            recorder.introduce(EventType.CONNECTED, 2, 200, 0);
            recorder.introduce(EventType.NAMED, 1, 0, 0xa1);
            recorder.introduce(EventType.STARTED, 1, 1, 0);
            recorder.removed(2, 0, 0); // had not started: not worth to be remembered
            recordMessages(recorder, 0, count);
            recorder.introduce(EventType.CONNECTED, 3, 300, 0);
            recorder.writeTail(sys, tail.toString());
        }
        try (Recording recording = open(tail)) {
            List<Event> events = rest(recording);
            assertEquals(3 + Ring.EVENTS, events.size());
            assertEquals(EventType.STARTED, events.get(2).type());
            assertEquals(count - Ring.EVENTS + 1, events.get(3).value());
            assertEquals(count - 1, events.get(events.size() - 2).value());
            assertEquals(EventType.CONNECTED, events.getLast().type());
            assertEquals(5 + count + 1 - Ring.EVENTS, recording.lost());
            assertEquals("id:a1", recording.participant(1).name());
            assertEquals(100, recording.participant(1).pid());
            assertEquals("unnamed-3", recording.participant(3).name());
        }
    }

    @Test
    void aTailThatIsNotFullHasAllThereWas() throws Exception {
        Path tail = directory.resolve("tail");
        try (Recorder recorder = new Recorder(RUN)) {
            recorder.introduce(EventType.CONNECTED, 1, 100, 0);
            recordMessages(recorder, 0, 5);
            recorder.writeTail(sys, tail.toString());
        }
        assertEquals(6, events(tail).size());
        try (Recording recording = open(tail)) {
            assertEquals(0, recording.lost());
        }
    }

    @Test
    void whatIsNoRecordingIsSaid() throws Exception {
        assertTrue(complaint(directory.resolve("none")).contains("no such file"));
        Path empty = Files.createFile(directory.resolve("empty"));
        assertTrue(complaint(empty).endsWith("is no recording made by almanac --record"));
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(1000));
        assertTrue(complaint(text).endsWith("is no recording made by almanac --record"));
        Path newer = directory.resolve("newer");
        recorder(newer).close();
        overwrite(newer, 8, 9);
        assertTrue(complaint(newer).contains("version 9; this program reads version 1"));
    }

    @Test
    void damageIsSaid() throws Exception {
        Path file = directory.resolve("r");
        try (Recorder recorder = recorder(file)) {
            recordMessages(recorder, 0, 3);
        }
        overwrite(file, FileHeader.SIZE + EventRecord.SIZE, 200);
        RecordingException e = assertThrows(RecordingException.class, () -> events(file));
        assertEquals(file + " is damaged at byte 96: no type of event: 200", e.getMessage());
    }

    private static void overwrite(Path file, long offset, int with) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.write(with);
        }
    }

    private static String complaint(Path file) {
        return String.valueOf(
                assertThrows(RecordingException.class, () -> open(file)).getMessage());
    }
}
