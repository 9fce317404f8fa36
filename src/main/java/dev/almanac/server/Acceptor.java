// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Ucred;

import java.lang.foreign.Arena;

/**
 * Takes in those who connect. When there is no descriptor for another one, it is refused, by means
 * of one that is kept for that; when not even that is possible, newcomers wait in the listening
 * socket's queue, and are tried again a little later.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Acceptor implements Source, AutoCloseable {
    /** What becomes of a new connection. */
    interface Visitor {
        /**
         * Somebody connected.
         *
         * @param fd its socket, the visitor's from now on
         * @param pid its process, 0 if unknown
         * @return 0, or {@code -errno} if it cannot be served, and is closed
         */
        int connected(int fd, int pid);
    }

    private static final int RETRY_MILLIS = 200;

    /** How many are taken in at once, so that those who are in are heard as well. */
    private static final int BATCH = 64;

    private static final int NONE = -1;
    private static final int FLAGS = Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;

    private final Syscalls sys;
    private final ListeningSocket listener;
    private final Poller poller;
    private final Reports reports;
    private final Visitor visitor;
    private final Arena arena = Arena.ofConfined();
    private final Ucred peer = new Ucred(arena);
    private final long tag;
    private int spare = NONE;
    private boolean paused;
    private boolean pauseTold;

    /**
     * Begins to take in connections.
     *
     * @throws SyscallException if the system refuses
     */
    Acceptor(
            Syscalls sys,
            ListeningSocket listener,
            Poller poller,
            Reports reports,
            Visitor visitor) {
        this.sys = sys;
        this.listener = listener;
        this.poller = poller;
        this.reports = reports;
        this.visitor = visitor;
        tag = poller.add(listener.fd(), Linux.EPOLLIN, this);
        SyscallException.check("epoll_ctl", tag < 0 ? tag : 0);
        keepSpare();
    }

    /** Any thread, with its own {@code sys}: takes away where one could knock. */
    void removeFile(Syscalls ownSys) {
        listener.removeFile(ownSys);
    }

    /** How long the loop may wait: while paused, until the next try. */
    int retryMillis() {
        return paused ? RETRY_MILLIS : -1;
    }

    /** Ends a pause. */
    void retry() {
        if (paused) {
            paused = false;
            poller.modify(listener.fd(), Linux.EPOLLIN, tag);
        }
    }

    @Override
    public void ready(int events) {
        for (int i = 0; i < BATCH && !paused; i++) {
            int fd = sys.accept4(listener.fd(), FLAGS);
            if (fd >= 0) {
                pauseTold = false;
                connected(fd);
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (fd == -Errno.EMFILE || fd == -Errno.ENFILE) {
                refuse(-fd);
            } else if (fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
                pause(-fd);
            }
        }
    }

    private void connected(int fd) {
        int pid = pidOf(fd);
        int result = visitor.connected(fd, pid);
        if (result < 0) {
            reports.refused(pid, SystemLimits.explain(-result));
        }
    }

    /** Takes somebody in with the descriptor that is kept for that, and closes the connection. */
    private void refuse(int errno) {
        if (spare == NONE) {
            pause(errno);
            keepSpare();
            return;
        }
        sys.close(spare);
        spare = NONE;
        int fd = sys.accept4(listener.fd(), FLAGS);
        if (fd >= 0) {
            int pid = pidOf(fd);
            sys.close(fd); // first: to explain takes a descriptor, too
            reports.refused(pid, SystemLimits.explain(errno));
        } else if (fd != -Errno.EAGAIN) {
            pause(-fd);
        }
        keepSpare();
    }

    private void keepSpare() {
        spare = Math.max(NONE, sys.eventfd(0, Linux.EFD_CLOEXEC));
    }

    private int pidOf(int fd) {
        return peer.readPeer(sys, fd) < 0 ? 0 : peer.pid();
    }

    private void pause(int errno) {
        paused = true;
        poller.modify(listener.fd(), 0, tag);
        if (!pauseTold) {
            pauseTold = true;
            reports.closedDoor(SystemLimits.explain(errno));
        }
    }

    @Override
    public void close() {
        if (spare != NONE) {
            sys.close(spare);
        }
        arena.close();
    }
}
