// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.SealedMemory;
import dev.almanac.sys.Syscalls;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a calendar shows of itself while it runs, in memory that other processes find by its name
 * and read, so that looking costs the calendar nothing: a {@link LiveHeader}, and a {@link LiveRow}
 * a participant. Nothing is ever read from it here.
 *
 * <p>Belongs to one thread, the event loop's.
 */
public final class LiveTable implements AutoCloseable {
    private final SealedMemory file;
    private final MemorySegment memory;
    private final int rows;

    private LiveTable(SealedMemory file, int rows) {
        this.file = file;
        memory = file.segment();
        this.rows = rows;
        LiveHeader.initialize(memory);
    }

    /**
     * Makes the table of the calendar that listens at a socket.
     *
     * @param rows for how many participants there is room
     * @throws dev.almanac.sys.SyscallException if the system refuses
     * @throws IOException if there is no such socket
     */
    public static LiveTable create(Syscalls sys, Path socket, int rows) throws IOException {
        return new LiveTable(SealedMemory.create(sys, name(socket), LiveRow.at(rows)), rows);
    }

    /** What the table of the calendar is called that listens there: which file it is, not where. */
    static String name(Path socket) throws IOException {
        Object key = Files.readAttributes(socket, BasicFileAttributes.class).fileKey();
        return "almanac-live" + key;
    }

    /** For how many participants there is room. */
    public int rows() {
        return rows;
    }

    /** The memory, to write to between {@link #beginChange} and {@link #endChange}. */
    public MemorySegment memory() {
        return memory;
    }

    /** From now on what is there does not belong together. */
    public void beginChange() {
        LiveHeader.beginChange(memory);
    }

    /** What is there belongs together again. */
    public void endChange() {
        LiveHeader.endChangeRelease(memory);
    }

    /** Says that the simulation is over. */
    @Override
    public void close() {
        beginChange();
        LiveHeader.setOver(memory);
        endChange();
        file.close();
    }
}
