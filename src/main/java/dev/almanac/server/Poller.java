// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.EpollEvents;
import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;

/**
 * Tells which of many descriptors have something: epoll, level-triggered.
 *
 * <p>A descriptor is known by a tag of its source, so that what is still on its way when it is
 * closed does not reach the one that takes its place.
 */
final class Poller implements AutoCloseable {
    private static final int BATCH = 256;

    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final EpollEvents ready = new EpollEvents(arena, BATCH);
    private final EpollEvents change = new EpollEvents(arena, 1);
    private final int epoll;

    private final Tagged<Source> sources = new Tagged<>();

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
     * Begins to watch a descriptor.
     *
     * @return its tag, or {@code -errno}
     */
    long add(int fd, int events, Source source) {
        long tag = sources.add(source);
        change.set(0, events, tag);
        int result = sys.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, change.segment());
        if (result < 0) {
            sources.remove(tag);
            return result;
        }
        return tag;
    }

    /** Watches a descriptor for other events from now on. */
    void modify(int fd, int events, long tag) {
        change.set(0, events, tag);
        SyscallException.check(
                "epoll_ctl", sys.epollCtl(epoll, Linux.EPOLL_CTL_MOD, fd, change.segment()));
    }

    /**
     * Forgets a descriptor that is about to be closed. epoll has to be told: it watches what is
     * behind a descriptor, which another process may keep open.
     */
    void remove(int fd, long tag) {
        sys.epollCtl(epoll, Linux.EPOLL_CTL_DEL, fd, change.segment());
        sources.remove(tag);
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

    /** Lets the source of an event act, unless it was removed since. */
    void dispatch(int event) {
        Source source = sources.get(ready.data(event));
        if (source != null) {
            source.ready(ready.events(event));
        }
    }

    @Override
    public void close() {
        sys.close(epoll);
        arena.close();
    }
}
