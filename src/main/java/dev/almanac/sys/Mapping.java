// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A file's memory, mapped shared for reading and writing: {@code mmap(2)}.
 *
 * <p>Belongs to the thread that made it. After {@link #close} its segment cannot be used any more;
 * trying to is an exception, not a crash.
 */
public final class Mapping implements AutoCloseable {
    private final Syscalls sys;
    private final Arena arena;
    private final MemorySegment segment;

    private Mapping(Syscalls sys, Arena arena, MemorySegment segment) {
        this.sys = sys;
        this.arena = arena;
        this.segment = segment;
    }

    /**
     * Maps the first {@code length} bytes of a file.
     *
     * @throws SyscallException if the system refuses
     */
    public static Mapping of(Syscalls sys, int fd, long length) {
        return of(sys, fd, 0, length);
    }

    /**
     * Maps {@code length} bytes of a file.
     *
     * @param offset where they begin, a multiple of the page size
     * @throws SyscallException if the system refuses
     */
    @SuppressWarnings("restricted") // the one place where an address becomes memory
    public static Mapping of(Syscalls sys, int fd, long offset, long length) {
        int protection = Linux.PROT_READ | Linux.PROT_WRITE;
        long address = sys.mmap(0, length, protection, Linux.MAP_SHARED, fd, offset);
        SyscallException.check("mmap", address < 0 && address >= -4095 ? address : 0);
        Arena arena = Arena.ofConfined();
        return new Mapping(
                sys, arena, MemorySegment.ofAddress(address).reinterpret(length, arena, null));
    }

    /** The memory. */
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
        sys.munmap(segment.address(), segment.byteSize());
    }
}
