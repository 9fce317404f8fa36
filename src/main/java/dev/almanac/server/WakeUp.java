// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A bell that another thread rings to get the event loop out of its waiting: an eventfd. */
final class WakeUp {
    private final int fd;
    private final MemorySegment one = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 1L);
    private final MemorySegment count = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

    /**
     * A bell that nobody has rung.
     *
     * @throws SyscallException if the system refuses
     */
    WakeUp(Syscalls sys) {
        fd =
                SyscallException.check(
                        "eventfd", sys.eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK));
    }

    /** Becomes readable when it is rung, and stays so until it is silenced. */
    int fd() {
        return fd;
    }

    /** Any thread: rings. {@code sys} is that thread's. */
    void ring(Syscalls sys) {
        sys.write(fd, one, Long.BYTES);
    }

    /** The loop's thread: waits for the next ring from now on. */
    void silence(Syscalls sys) {
        sys.read(fd, count, Long.BYTES);
    }

    /** The loop's thread. Nobody rings any more. */
    void close(Syscalls sys) {
        sys.close(fd);
    }
}
