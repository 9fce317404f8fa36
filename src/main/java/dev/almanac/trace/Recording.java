// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.PathName;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a recording from its begin to its end, event by event. It may be written meanwhile: where
 * {@link #next} finds no event, it may find some later.
 *
 * <p>Belongs to the thread that opens it.
 */
public final class Recording implements AutoCloseable {
    private static final int EVENTS_AT_ONCE = 2048;

    private final Syscalls sys = new LinuxSyscalls();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment buffer =
            arena.allocate((long) EVENTS_AT_ONCE * EventRecord.SIZE, Long.BYTES);
    private final Map<Integer, RecordedParticipant> participants = new TreeMap<>();
    private final String path;
    private final int fd;
    private final Run run;
    private final long lost;

    private long offset = FileHeader.SIZE;
    private int at;
    private int filled;
    private @Nullable Event end;

    private Recording(String path) throws RecordingException {
        this.path = path;
        fd = check("open", sys.open(PathName.of(arena, path), Linux.O_CLOEXEC, 0));
        try {
            int n = check("read", sys.pread(fd, buffer, 0, FileHeader.SIZE, 0));
            if (n < FileHeader.SIZE || !FileHeader.isThere(buffer)) {
                throw new RecordingException(path + " is no recording made by almanac --record");
            }
            int version = FileHeader.version(buffer);
            if (version != FileHeader.VERSION) {
                throw new RecordingException(
                        "%s is a recording of version %d; this program reads version %d"
                                .formatted(path, version, FileHeader.VERSION));
            }
        } catch (RecordingException e) {
            sys.close(fd);
            throw e;
        }
        run = FileHeader.run(buffer);
        lost = FileHeader.lost(buffer);
    }

    /**
     * Opens a recording.
     *
     * @throws RecordingException if there is none, or of a version that is not known
     */
    public static Recording open(String path) throws RecordingException {
        try {
            return new Recording(path);
        } catch (IllegalArgumentException e) {
            throw new RecordingException("cannot open the recording: " + e.getMessage());
        }
    }

    private int check(String what, long result) throws RecordingException {
        if (result < 0) {
            throw new RecordingException(
                    "cannot %s the recording %s: %s"
                            .formatted(what, path, Errno.message((int) -result)));
        }
        return (int) result;
    }

    /** Which run it is of. */
    public Run run() {
        return run;
    }

    /** How many events are missing at its begin: 0 unless only the end of a run was recorded. */
    public long lost() {
        return lost;
    }

    /**
     * The next event; null if there is none, or not yet.
     *
     * @throws RecordingException if the file cannot be read, or is damaged
     */
    public @Nullable Event next() throws RecordingException {
        if (at == filled && !fill()) {
            return null;
        }
        Event event;
        try {
            event = EventRecord.get(buffer, (long) at * EventRecord.SIZE);
        } catch (IllegalArgumentException e) {
            throw new RecordingException(
                    "%s is damaged at byte %d: %s".formatted(path, offset, e.getMessage()));
        }
        at++;
        offset += EventRecord.SIZE;
        note(event);
        return event;
    }

    /**
     * Reads on. A record that is only being written has no stamp yet. The stamp is its first word
     * and pread(2) copies in order, so a stamp that was copied has the whole record behind it.
     */
    private boolean fill() throws RecordingException {
        int n = check("read", sys.pread(fd, buffer, 0, buffer.byteSize(), offset));
        at = 0;
        filled = 0;
        while ((filled + 1) * EventRecord.SIZE <= n
                && EventRecord.isThere(buffer, (long) filled * EventRecord.SIZE)) {
            filled++;
        }
        return filled > 0;
    }

    private void note(Event event) {
        switch (event.type()) {
            case CONNECTED, CARD -> {
                boolean card = event.type() == EventType.CARD;
                int number = event.participant();
                participants.put(number, new RecordedParticipant(number, event.number(), card));
            }
            case ENDED -> end = event;
            default -> {
                if (event.participant() != 0) {
                    participant(event.participant()).see(event);
                }
            }
        }
    }

    /** Who has that number: 1 or more. */
    public RecordedParticipant participant(int number) {
        return participants.computeIfAbsent(
                number, unknown -> new RecordedParticipant(number, 0, false));
    }

    /** All whom the events so far named, by number. */
    public Collection<RecordedParticipant> participants() {
        return Collections.unmodifiableCollection(participants.values());
    }

    /**
     * How it ended, if that has been read: an event of type {@link EventType#ENDED}. Null where it
     * is still written, or whoever wrote it was killed.
     */
    public @Nullable Event end() {
        return end;
    }

    @Override
    public void close() {
        sys.close(fd);
    }
}
