// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Records events: into a file, or the last few thousand into memory. A record costs some stores;
 * nothing is allocated, and the system is called only when a file needs another stretch.
 *
 * <p>Belongs to one thread, the event loop's.
 */
public final class Recorder implements AutoCloseable {
    private final Run run;
    private final long begunNanos = System.nanoTime();
    private final Ring ring = new Ring();
    private final Cast cast = new Cast();

    private Tape tape = ring;
    private MemorySegment stretch = ring.next();
    private long position;
    private long events;
    private long firstInRing;
    private long now;
    private long real;
    private @Nullable RecordingFile file;
    private Consumer<SyscallException> onFailure = failure -> {};

    /** Records into memory what happens in a run that begins now. */
    public Recorder(Run run) {
        this.run = run;
    }

    /**
     * Records into a file instead. Before the first event.
     *
     * @param sys of the recorder's thread
     * @param onFailure is told when there is no more room; the file ends there, and what follows is
     *     recorded into memory
     * @throws SyscallException if it cannot be made
     * @throws IllegalArgumentException if no file can have that path
     */
    public void recordTo(Syscalls sys, String path, Consumer<SyscallException> onFailure) {
        recordTo(RecordingFile.create(sys, path), 0);
        this.onFailure = onFailure;
    }

    private void recordTo(RecordingFile made, long lost) {
        stretch = made.first();
        FileHeader.put(stretch, run, lost);
        position = FileHeader.SIZE;
        file = made;
        tape = made;
    }

    /** Whether all that happened so far is in a file. */
    public boolean isInFile() {
        return file != null;
    }

    /**
     * Writes a file of the events that are in memory, and of who took part before.
     *
     * @param sys of the recorder's thread
     * @throws SyscallException if it cannot be made
     * @throws IllegalArgumentException if no file can have that path
     */
    public void writeTail(Syscalls sys, String path) {
        long oldest = Math.max(firstInRing, events - Ring.EVENTS);
        try (Recorder copy = new Recorder(run)) {
            copy.recordTo(RecordingFile.create(sys, path), oldest);
            copy.onFailure =
                    failure -> {
                        throw failure;
                    };
            cast.tell(oldest, copy::append);
            for (long index = oldest; index < events; index++) {
                copy.append(EventRecord.get(ring.next(), Ring.offset(index)));
            }
        }
    }

    /** Reads the clock: what follows happens now. */
    public void tick() {
        real = System.nanoTime() - begunNanos;
    }

    /** When the clock was read last, in nanoseconds of real time since the recording began. */
    public long real() {
        return real;
    }

    /** What follows happens at that simulated time, in nanoseconds. */
    public void timeIs(long time) {
        now = time;
    }

    /** Records something, at the time that it is. The op is 0 to 255. */
    public void record(EventType type, int participant, int op, int number, long value) {
        long stamp = EventRecord.stamp(type, real);
        put(stamp, now, value, number, EventRecord.who(participant, op));
    }

    /** Records something that happened at a time of its own. */
    public void recordAt(long time, EventType type, int participant, int number, long value) {
        long stamp = EventRecord.stamp(type, real);
        put(stamp, time, value, number, EventRecord.who(participant, 0));
    }

    /** Records who somebody is. */
    public void introduce(EventType type, int participant, int number, long value) {
        cast.add(events, new Event(type, participant, 0, number, now, real, value));
        record(type, participant, 0, number, value);
    }

    /** Records that somebody is gone. */
    public void removed(int participant, int number, long value) {
        cast.removed(participant);
        record(EventType.REMOVED, participant, 0, number, value);
    }

    private void append(Event event) {
        long stamp = EventRecord.stamp(event.type(), event.real());
        int who = EventRecord.who(event.participant(), event.op());
        put(stamp, event.time(), event.value(), event.number(), who);
    }

    private void put(long stamp, long time, long value, int number, int who) {
        if (position == stretch.byteSize()) {
            turn();
        }
        EventRecord.put(stretch, position, time, value);
        EventRecord.stampRelease(stretch, position, stamp, number, who);
        position += EventRecord.SIZE;
        events++;
    }

    private void turn() {
        try {
            stretch = tape.next();
            position = 0;
        } catch (SyscallException e) {
            // The last record gives its place to the end, for which there is no other.
            position -= EventRecord.SIZE;
            EventRecord.put(stretch, position, now, 0);
            int who = EventRecord.who(0, Event.CUT_OFF);
            long stamp = EventRecord.stamp(EventType.ENDED, real);
            EventRecord.stampRelease(stretch, position, stamp, 0, who);
            position += EventRecord.SIZE;
            recordToMemory();
            onFailure.accept(e);
        }
    }

    private void recordToMemory() {
        close();
        tape = ring;
        stretch = ring.next();
        position = Ring.offset(events);
        firstInRing = events;
    }

    /** Ends the file, if there is one. */
    @Override
    public void close() {
        if (file != null) {
            file.close(position);
            file = null;
        }
    }
}
