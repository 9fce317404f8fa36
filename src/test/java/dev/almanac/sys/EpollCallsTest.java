// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.EFD_NONBLOCK;
import static dev.almanac.sys.Linux.EPOLLET;
import static dev.almanac.sys.Linux.EPOLLHUP;
import static dev.almanac.sys.Linux.EPOLLIN;
import static dev.almanac.sys.Linux.EPOLLONESHOT;
import static dev.almanac.sys.Linux.EPOLLOUT;
import static dev.almanac.sys.Linux.EPOLLRDHUP;
import static dev.almanac.sys.Linux.EPOLL_CLOEXEC;
import static dev.almanac.sys.Linux.EPOLL_CTL_ADD;
import static dev.almanac.sys.Linux.EPOLL_CTL_DEL;
import static dev.almanac.sys.Linux.EPOLL_CTL_MOD;
import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.Map;

/** The bindings of epoll, and that the event array is what Linux takes it for. */
@Timeout(30)
class EpollCallsTest {
    private static final int READABLE = 1; // initial value of an eventfd

    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final EpollEvents event = new EpollEvents(fds.arena(), 1);
    private final EpollEvents events = new EpollEvents(fds.arena(), 8);
    private final int epoll = fds.own(sys.epollCreate1(EPOLL_CLOEXEC));

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void createTakesFlags() {
        assertEquals(FD_CLOEXEC, sys.fcntl(epoll, F_GETFD, 0) & FD_CLOEXEC);
        int plain = fds.own(sys.epollCreate1(0));
        assertEquals(0, sys.fcntl(plain, F_GETFD, 0) & FD_CLOEXEC);
        assertErrno(Errno.EINVAL, sys.epollCreate1(1));
    }

    @Test
    void eachEventCarriesItsData() {
        long[] data = {0x0123_4567_89ab_cdefL, -1L, Long.MIN_VALUE, 0L, 1L << 32};
        Map<Long, Integer> expected = new HashMap<>();
        for (long each : data) {
            control(EPOLL_CTL_ADD, fds.own(sys.eventfd(READABLE, 0)), EPOLLIN, each);
            expected.put(each, EPOLLIN);
        }
        assertEquals(data.length, sys.epollWait(epoll, events.segment(), events.capacity(), -1));
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < data.length; i++) {
            seen.put(events.data(i), events.events(i));
        }
        assertEquals(expected, seen);
    }

    @Test
    void aDescriptorIsAddedOnceChangedAndRemoved() {
        int counter = fds.own(sys.eventfd(READABLE, 0));
        assertErrno(Errno.ENOENT, tryControl(EPOLL_CTL_MOD, counter, EPOLLIN, 5));
        control(EPOLL_CTL_ADD, counter, EPOLLIN, 5);
        assertErrno(Errno.EEXIST, tryControl(EPOLL_CTL_ADD, counter, EPOLLIN, 5));
        control(EPOLL_CTL_MOD, counter, EPOLLOUT, 6);
        assertEquals(1, sys.epollWait(epoll, events.segment(), 8, 0));
        assertEquals(EPOLLOUT, events.events(0));
        assertEquals(6, events.data(0));
        control(EPOLL_CTL_DEL, counter, 0, 0);
        assertEquals(0, sys.epollWait(epoll, events.segment(), 8, 0));
        assertErrno(Errno.ENOENT, tryControl(EPOLL_CTL_DEL, counter, 0, 0));
    }

    @Test
    void waitFillsAtMostWhatItMay() {
        for (int i = 0; i < 3; i++) {
            control(EPOLL_CTL_ADD, fds.own(sys.eventfd(READABLE, 0)), EPOLLIN, i);
        }
        events.set(2, 77, 77);
        assertEquals(2, sys.epollWait(epoll, events.segment(), 2, -1));
        assertEquals(77, events.data(2), "beyond what it may");
        assertErrno(Errno.EINVAL, sys.epollWait(epoll, events.segment(), 0, 0));
        assertErrno(Errno.EBADF, sys.epollWait(-1, events.segment(), 1, 0));
    }

    @Test
    void waitEndsWithItsTime() {
        long start = System.nanoTime();
        assertEquals(0, sys.epollWait(epoll, events.segment(), 8, 20));
        assertTrue(System.nanoTime() - start >= 19_000_000, "20 ms");
    }

    @Test
    void edgeAndOneShotAreToldOnce() {
        int edge = fds.own(sys.eventfd(READABLE, EFD_NONBLOCK));
        int once = fds.own(sys.eventfd(READABLE, EFD_NONBLOCK));
        control(EPOLL_CTL_ADD, edge, EPOLLIN | EPOLLET, 1);
        control(EPOLL_CTL_ADD, once, EPOLLIN | EPOLLONESHOT, 2);
        assertEquals(2, sys.epollWait(epoll, events.segment(), 8, 0));
        assertEquals(0, sys.epollWait(epoll, events.segment(), 8, 0));
        control(EPOLL_CTL_MOD, once, EPOLLIN | EPOLLONESHOT, 3);
        assertEquals(1, sys.epollWait(epoll, events.segment(), 8, 0));
        assertEquals(3, events.data(0));
    }

    @Test
    void aClosedPeerIsTold() {
        Descriptors.Pair pair = fds.pair();
        control(EPOLL_CTL_ADD, pair.near(), EPOLLIN | EPOLLRDHUP, 9);
        assertEquals(0, sys.epollWait(epoll, events.segment(), 8, 0));
        fds.close(pair.far());
        assertEquals(1, sys.epollWait(epoll, events.segment(), 8, -1));
        assertEquals(EPOLLIN | EPOLLRDHUP | EPOLLHUP, events.events(0));
    }

    private void control(int operation, int fd, int what, long data) {
        ok(tryControl(operation, fd, what, data));
    }

    private int tryControl(int operation, int fd, int what, long data) {
        event.set(0, what, data);
        return sys.epollCtl(epoll, operation, fd, event.segment());
    }
}
