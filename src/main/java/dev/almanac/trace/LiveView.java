// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.PathName;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the {@link LiveTable} of a calendar that runs as another process, which does not notice.
 *
 * <p>Belongs to the thread that makes it.
 */
public final class LiveView implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");
    private static final int FIRST_SIZE = 1 << 16;

    /**
     * How often to look again when the calendar is just writing, which it does for microseconds.
     */
    private static final int TRIES = 10_000;

    private final Syscalls sys = new LinuxSyscalls();
    private final Path link;
    private final String name;
    private final int fd;
    private MemorySegment copy = Arena.ofAuto().allocate(FIRST_SIZE, Long.BYTES);

    private LiveView(Path link, String name, int fd) {
        this.link = link;
        this.name = name;
        this.fd = fd;
    }

    /**
     * Finds the table of the calendar that listens at a socket, among the open files of all
     * processes that we may look at: nothing is asked of the calendar.
     *
     * @return null if there is none
     * @throws IOException if there is no such socket
     */
    public static @Nullable LiveView find(Path socket) throws IOException {
        String name = "/memfd:" + LiveTable.name(socket) + " (deleted)";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                Path link = find(process.resolve("fd"), name);
                LiveView view = link == null ? null : open(link, name);
                if (view != null) {
                    return view;
                }
            }
        }
        return null;
    }

    private static @Nullable Path find(Path files, String name) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(files)) {
            for (Path link : links) {
                if (leadsTo(link, name)) {
                    return link;
                }
            }
        } catch (IOException e) {
            return null; // another user's process, or gone by now
        }
        return null;
    }

    private static boolean leadsTo(Path link, String name) {
        try {
            return Files.readSymbolicLink(link).toString().equals(name);
        } catch (IOException e) {
            return false; // closed by now
        }
    }

    private static @Nullable LiveView open(Path link, String name) {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = PathName.of(arena, link.toString());
            fd = new LinuxSyscalls().open(path, Linux.O_CLOEXEC, 0);
        }
        return fd < 0 ? null : new LiveView(link, name, fd);
    }

    /**
     * Takes a new copy of the table.
     *
     * @return the copy, which the next call overwrites; null if none could be had, as when the
     *     calendar was stopped while it wrote, or is of another version
     */
    public @Nullable MemorySegment read() {
        for (int i = 0; i < TRIES; i++) {
            if (sys.pread(fd, copy, 0, LiveHeader.SIZE, 0) != LiveHeader.SIZE
                    || !LiveHeader.isKnown(copy)) {
                return null;
            }
            long sequence = LiveHeader.sequence(copy);
            long size = LiveRow.at(LiveHeader.rows(copy));
            if (sequence % 2 == 0 && readRows(size) && isStill(sequence)) {
                return copy;
            }
            Thread.onSpinWait();
        }
        return null;
    }

    private boolean readRows(long size) {
        if (size > copy.byteSize()) {
            copy = Arena.ofAuto().allocate(2 * size, Long.BYTES);
        }
        return sys.pread(fd, copy, 0, size, 0) == size;
    }

    private boolean isStill(long sequence) {
        long before = LiveHeader.sequence(copy);
        long n = sys.pread(fd, copy, 0, LiveHeader.SIZE, 0);
        return before == sequence && n == LiveHeader.SIZE && LiveHeader.sequence(copy) == sequence;
    }

    /** Whether the calendar still has the table, so runs. */
    public boolean isKept() {
        return leadsTo(link, name);
    }

    @Override
    public void close() {
        sys.close(fd);
    }
}
