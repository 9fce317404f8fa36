// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.EpollEvents;
import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;

/** Tells which of many descriptors have something: epoll, level-triggered. */
final class Poller implements AutoCloseable {
    private static final int BATCH = 256;

    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final EpollEvents ready = new EpollEvents(arena, BATCH);
    private final EpollEvents change = new EpollEvents(arena, 1);
    private final int epoll;

    /**
     * Watches nothing yet.
     *
     * @throws SyscallException if the system refuses
     */
    Poller(Syscalls sys) {
        this.sys = sys;
        epoll = SyscallException.check("epoll_create1", sys.epollCreate1(Linux.EPOLL_CLOEXEC));
    }

    /**
     * Begins to watch a descriptor. Closing it ends that.
     *
     * @param tag what its events will carry
     * @return 0 or {@code -errno}
     */
    int add(int fd, int events, long tag) {
        change.set(0, events, tag);
        return sys.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, change.segment());
    }

    /** Watches a descriptor for other events from now on. */
    void modify(int fd, int events, long tag) {
        change.set(0, events, tag);
        SyscallException.check(
                "epoll_ctl", sys.epollCtl(epoll, Linux.EPOLL_CTL_MOD, fd, change.segment()));
    }

    /**
     * Waits until something is ready.
     *
     * @param timeoutMillis how long at most; -1 = without end
     * @return how many events there are, 0 after a timeout or a signal
     */
    int await(int timeoutMillis) {
        int n = sys.epollWait(epoll, ready.segment(), ready.capacity(), timeoutMillis);
        return n == -Errno.EINTR ? 0 : SyscallException.check("epoll_wait", n);
    }

    /** What the descriptor of an event was added with. */
    long tag(int event) {
        return ready.data(event);
    }

    /** What happened to it. */
    int events(int event) {
        return ready.events(event);
    }

    @Override
    public void close() {
        sys.close(epoll);
        arena.close();
    }
}
