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
 * Does something in the event loop's thread, once, after a while of real time: a timerfd.
 *
 * <p>Belongs to that thread. Allocates nothing.
 */
final class Alarm implements Source, AutoCloseable {
    private final Syscalls sys;
    private final Runnable action;
    private final Arena arena = Arena.ofConfined();
    private final Itimerspec spec = new Itimerspec(arena);
    private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
    private final int fd;
    private boolean set;

    /**
     * An alarm that is not set.
     *
     * @throws SyscallException if the system refuses
     */
    Alarm(Syscalls sys, Poller poller, Runnable action) {
        this.sys = sys;
        this.action = action;
        int flags = Linux.TFD_CLOEXEC | Linux.TFD_NONBLOCK;
        int timer = sys.timerfdCreate(Linux.CLOCK_MONOTONIC, flags);
        long tag = timer < 0 ? timer : poller.add(timer, Linux.EPOLLIN, this);
        if (tag < 0) {
            if (timer >= 0) {
                sys.close(timer);
            }
            arena.close();
            throw new SyscallException("timerfd_create, epoll_ctl", (int) -tag);
        }
        fd = timer;
    }

    /** Whether it will go off. */
    boolean isSet() {
        return set;
    }

    /** Goes off after so many nanoseconds, more than 0, and not when it was set to before. */
    void set(long nanos) {
        spec.set(nanos, 0);
        SyscallException.check("timerfd_settime", sys.timerfdSettime(fd, 0, spec.segment()));
        set = true;
    }

    @Override
    public void ready(int events) {
        sys.read(fd, count, Long.BYTES);
        if (set) {
            set = false;
            action.run();
        }
    }

    @Override
    public void close() {
        sys.close(fd);
        arena.close();
    }
}
