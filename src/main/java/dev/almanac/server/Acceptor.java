// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Ucred;

import java.lang.foreign.Arena;

/**
 * Takes in those who connect. When the machine has no room for another one, newcomers wait in the
 * listening socket's queue, and are tried again a little later.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Acceptor implements Source, AutoCloseable {
    /** What becomes of a new connection. */
    interface Visitor {
        /**
         * Somebody connected.
         *
         * @param fd its socket, ours from now on
         * @param pid its process, 0 if unknown
         * @return 0, or {@code -errno} if it cannot be served; then the socket is closed
         */
        int connected(int fd, int pid);
    }

    private static final int RETRY_MILLIS = 200;
    private static final int FLAGS = Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;

    private final Syscalls sys;
    private final ListeningSocket listener;
    private final Poller poller;
    private final Reports reports;
    private final Visitor visitor;
    private final Arena arena = Arena.ofConfined();
    private final Ucred peer = new Ucred(arena);
    private final long tag;
    private boolean paused;

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
        while (!paused) {
            int fd = sys.accept4(listener.fd(), FLAGS);
            if (fd >= 0) {
                connected(fd);
            } else if (Retry.isShortage(-fd)) {
                pause(-fd);
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
                throw new SyscallException("accept4", -fd);
            }
        }
    }

    private void connected(int fd) {
        int pid = peer.readPeer(sys, fd) < 0 ? 0 : peer.pid();
        int result = visitor.connected(fd, pid);
        if (result < 0) {
            sys.close(fd);
            pause(-result);
        }
    }

    private void pause(int errno) {
        paused = true;
        poller.modify(listener.fd(), 0, tag);
        reports.shortage(Errno.message(errno));
    }

    @Override
    public void close() {
        arena.close();
    }
}
