// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory that other processes may have, too: an anonymous file, {@code memfd_create(2)}, of one
 * fixed size, sealed so that nobody can pull it away from under the others.
 *
 * <p>Belongs to the thread that made it.
 */
public final class SealedMemory implements AutoCloseable {
    private final Syscalls sys;
    private final int fd;
    private final Mapping mapping;

    private SealedMemory(Syscalls sys, int fd, Mapping mapping) {
        this.sys = sys;
        this.fd = fd;
        this.mapping = mapping;
    }

    /**
     * Makes memory full of zeros. What is never written to takes no room.
     *
     * @param name how it is called below {@code /proc/PID/fd}; up to 249 bytes
     * @param size in bytes
     * @throws SyscallException if the system refuses
     */
    public static SealedMemory create(Syscalls sys, String name, long size) {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            int flags = Linux.MFD_CLOEXEC | Linux.MFD_ALLOW_SEALING;
            fd =
                    SyscallException.check(
                            "memfd_create", sys.memfdCreate(arena.allocateFrom(name), flags));
        }
        try {
            SyscallException.check("ftruncate", sys.ftruncate(fd, size));
            int seals = Linux.F_SEAL_GROW | Linux.F_SEAL_SHRINK | Linux.F_SEAL_SEAL;
            SyscallException.check("F_ADD_SEALS", sys.fcntl(fd, Linux.F_ADD_SEALS, seals));
            return new SealedMemory(sys, fd, Mapping.of(sys, fd, size));
        } catch (SyscallException e) {
            sys.close(fd);
            throw e;
        }
    }

    /** The file. */
    public int fd() {
        return fd;
    }

    /** Its memory. */
    public MemorySegment segment() {
        return mapping.segment();
    }

    @Override
    public void close() {
        mapping.close();
        sys.close(fd);
    }
}
