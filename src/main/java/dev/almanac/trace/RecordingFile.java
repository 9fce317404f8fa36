// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.PathName;
import dev.almanac.sys.Statx;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A file that grows by stretches of {@link #STRETCH} bytes, of which the last is mapped. A stretch
 * gets its room on the disk before it is mapped: to write into memory that the disk has no room for
 * is a SIGBUS, and the end of the process.
 *
 * <p>What is written is in the page cache at once, so it is there for others to read, also after
 * this process was killed. Only a crash of the whole machine can lose it.
 */
final class RecordingFile implements Tape {
    /** How much the file grows at a time: 32,768 events. */
    static final long STRETCH = 1 << 20;

    private static final int MODE = 0666;

    private final Syscalls sys;
    private final int fd;
    private long length;
    private @Nullable Mapping mapping;

    private RecordingFile(Syscalls sys, int fd) {
        this.sys = sys;
        this.fd = fd;
    }

    /**
     * Makes a file, with its first stretch. One that is there already is removed, not overwritten:
     * whoever reads it, or still writes it, keeps it.
     *
     * @throws SyscallException if it cannot be made, or what is there is no file
     * @throws IllegalArgumentException if no file can have that path
     */
    static RecordingFile create(Syscalls sys, String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = PathName.of(arena, path);
            removeOld(sys, arena, name, path);
            int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL | Linux.O_CLOEXEC;
            int fd = SyscallException.check("open " + path, sys.open(name, flags, MODE));
            RecordingFile file = new RecordingFile(sys, fd);
            try {
                file.next();
            } catch (SyscallException e) {
                sys.close(fd);
                sys.unlink(name);
                throw e;
            }
            return file;
        }
    }

    private static void removeOld(Syscalls sys, Arena arena, MemorySegment name, String path) {
        Statx statx = new Statx(arena);
        int result = sys.lstatx(name, Linux.STATX_TYPE, statx.segment());
        if (result == -Errno.ENOENT) {
            return;
        }
        SyscallException.check("look at " + path, result);
        if (statx.type() != Linux.S_IFREG && statx.type() != Linux.S_IFLNK) {
            throw new SyscallException("replace " + path + ", which is no file", Errno.EEXIST);
        }
        SyscallException.check("replace " + path, sys.unlink(name));
    }

    /** The first stretch. */
    MemorySegment first() {
        return Objects.requireNonNull(mapping).segment();
    }

    @Override
    public MemorySegment next() {
        SyscallException.check("posix_fallocate", allocate());
        Mapping next = Mapping.of(sys, fd, length, STRETCH);
        unmap();
        mapping = next;
        length += STRETCH;
        return next.segment();
    }

    private int allocate() {
        int result;
        do {
            result = sys.posixFallocate(fd, length, STRETCH);
        } while (result == -Errno.EINTR);
        return result;
    }

    private void unmap() {
        if (mapping != null) {
            mapping.close();
            mapping = null;
        }
    }

    /** Ends the file at an offset in the last stretch. */
    void close(long position) {
        unmap();
        // If that fails there are zeros at the end, which are no records.
        sys.ftruncate(fd, length - STRETCH + position);
        sys.close(fd);
    }
}
