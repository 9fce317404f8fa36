// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Itimerspec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Something that becomes readable again and again: a timerfd. So the loop needs no look at the
 * clock between two messages.
 */
final class Ticker {
    private final int fd;
    private final MemorySegment count = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

    /**
     * Begins to tick.
     *
     * @param periodNanos how long until the first tick and between two, in nanoseconds of real time
     * @throws SyscallException if the system refuses
     */
    Ticker(Syscalls sys, long periodNanos) {
        fd =
                SyscallException.check(
                        "timerfd_create",
                        sys.timerfdCreate(
                                Linux.CLOCK_MONOTONIC, Linux.TFD_CLOEXEC | Linux.TFD_NONBLOCK));
        try (Arena arena = Arena.ofConfined()) {
            Itimerspec spec = new Itimerspec(arena);
            spec.set(periodNanos, periodNanos);
            int result = sys.timerfdSettime(fd, 0, spec.segment());
            if (result < 0) {
                sys.close(fd);
            }
            SyscallException.check("timerfd_settime", result);
        }
    }

    int fd() {
        return fd;
    }

    /** Waits for the next tick from now on. */
    void acknowledge(Syscalls sys) {
        sys.read(fd, count, Long.BYTES);
    }

    void close(Syscalls sys) {
        sys.close(fd);
    }
}
