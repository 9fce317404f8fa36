// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.session.Session;
import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Ucred;

import java.lang.foreign.Arena;

/**
 * Takes in new connections. When the machine has no room for another one, newcomers wait in the
 * listening socket's queue, and are tried again a little later.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Acceptor implements AutoCloseable {
    /** What the listening socket's events carry. */
    static final long TAG = -1;

    private static final int RETRY_MILLIS = 200;
    private static final int FLAGS = Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;

    private final Syscalls sys;
    private final ListeningSocket listener;
    private final Poller poller;
    private final Connections connections;
    private final Reports reports;
    private final Arena arena = Arena.ofConfined();
    private final Ucred peer = new Ucred(arena);

    private int ordinal;
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
            Connections connections,
            Reports reports) {
        this.sys = sys;
        this.listener = listener;
        this.poller = poller;
        this.connections = connections;
        this.reports = reports;
        SyscallException.check("epoll_ctl", poller.add(listener.fd(), Linux.EPOLLIN, TAG));
    }

    /** How long the loop may wait: while paused, until the next try. */
    int retryMillis() {
        return paused ? RETRY_MILLIS : -1;
    }

    /** Ends a pause. */
    void retry() {
        if (paused) {
            paused = false;
            poller.modify(listener.fd(), Linux.EPOLLIN, TAG);
        }
    }

    /** Takes in who waits. */
    void accept(Conductor conductor) {
        while (true) {
            int fd = sys.accept4(listener.fd(), FLAGS);
            if (fd >= 0) {
                connect(fd, conductor);
            } else if (Retry.isShortage(-fd)) {
                pause(-fd);
                return;
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
                throw new SyscallException("accept4", -fd);
            }
        }
    }

    private void connect(int fd, Conductor conductor) {
        int pid = peer.readPeer(sys, fd) < 0 ? 0 : peer.pid();
        long tag = connections.nextTag();
        int watched = poller.add(fd, Linux.EPOLLIN, tag);
        if (watched < 0) {
            sys.close(fd);
            pause(-watched);
            return;
        }
        Session session = new Session(Connections.index(tag), pid, ++ordinal);
        connections.add(new Connection(fd, tag, session));
        conductor.connected(session);
    }

    private void pause(int errno) {
        paused = true;
        poller.modify(listener.fd(), 0, TAG);
        reports.shortage(Errno.message(errno));
    }

    @Override
    public void close() {
        arena.close();
    }
}
