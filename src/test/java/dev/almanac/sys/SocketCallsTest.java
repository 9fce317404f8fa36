// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.AF_UNIX;
import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Linux.MSG_DONTWAIT;
import static dev.almanac.sys.Linux.MSG_NOSIGNAL;
import static dev.almanac.sys.Linux.MSG_PEEK;
import static dev.almanac.sys.Linux.SOCK_CLOEXEC;
import static dev.almanac.sys.Linux.SOCK_NONBLOCK;
import static dev.almanac.sys.Linux.SOCK_STREAM;
import static dev.almanac.sys.Linux.SOL_SOCKET;
import static dev.almanac.sys.Linux.SO_ERROR;
import static dev.almanac.sys.Linux.SO_SNDBUF;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bindings of socket, bind, listen, accept4, connect, recv, send and the socket options. */
@Timeout(30)
class SocketCallsTest {
    private static final int NO_FD = -1;

    @TempDir private Path directory;

    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment buffer = fds.buffer(64);

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void socketIsMade() {
        int plain = fds.own(sys.socket(AF_UNIX, SOCK_STREAM, 0));
        assertEquals(0, sys.fcntl(plain, F_GETFD, 0) & FD_CLOEXEC);
    }

    @Test
    void socketTakesFlags() {
        int socket = fds.own(sys.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        assertEquals(FD_CLOEXEC, sys.fcntl(socket, F_GETFD, 0) & FD_CLOEXEC);
        SockaddrUn address = address("nonblocking");
        ok(sys.bind(socket, address.segment(), address.length()));
        ok(sys.listen(socket, 1));
        assertErrno(Errno.EAGAIN, sys.accept4(socket, 0));
    }

    @Test
    void socketOfUnknownFamilyFails() {
        assertErrno(Errno.EAFNOSUPPORT, sys.socket(12345, SOCK_STREAM, 0));
    }

    @Test
    void bindMakesTheNameOnce() {
        SockaddrUn address = address("bound");
        ok(sys.bind(fds.socket(), address.segment(), address.length()));
        assertTrue(Files.exists(directory.resolve("bound")));
        assertErrno(Errno.EADDRINUSE, sys.bind(fds.socket(), address.segment(), address.length()));
    }

    @Test
    void bindTakesTheWholeLengthOfAPath() {
        String name = "n".repeat(SockaddrUn.MAX_PATH_BYTES - directory.toString().length() - 1);
        fds.listener(directory.resolve(name));
        assertTrue(Files.exists(directory.resolve(name)));
    }

    @Test
    void listenNeedsAName() {
        assertErrno(Errno.EINVAL, sys.listen(fds.socket(), 1));
    }

    @Test
    void listenBoundsTheQueue() {
        SockaddrUn address = address("queue");
        int listener = fds.socket();
        ok(sys.bind(listener, address.segment(), address.length()));
        ok(sys.listen(listener, 0));
        ok(sys.connect(fds.socket(), address.segment(), address.length()));
        int second = fds.own(sys.socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
        assertErrno(Errno.EAGAIN, sys.connect(second, address.segment(), address.length()));
    }

    @Test
    void accept4TakesFlags() {
        int listener = fds.listener(directory.resolve("s"));
        fds.connect(directory.resolve("s"));
        fds.connect(directory.resolve("s"));
        int accepted = fds.own(sys.accept4(listener, SOCK_NONBLOCK | SOCK_CLOEXEC));
        assertEquals(FD_CLOEXEC, sys.fcntl(accepted, F_GETFD, 0) & FD_CLOEXEC);
        assertErrno(Errno.EAGAIN, sys.recv(accepted, buffer, 16, 0));
        int plain = fds.own(sys.accept4(listener, 0));
        assertEquals(0, sys.fcntl(plain, F_GETFD, 0) & FD_CLOEXEC);
    }

    @Test
    void accept4NeedsAListener() {
        assertErrno(Errno.EINVAL, sys.accept4(fds.socket(), 0));
        assertErrno(Errno.EBADF, sys.accept4(NO_FD, 0));
    }

    @Test
    void connectNeedsAListener() {
        SockaddrUn address = address("deaf");
        int socket = fds.socket();
        assertErrno(Errno.ENOENT, sys.connect(socket, address.segment(), address.length()));
        ok(sys.bind(fds.socket(), address.segment(), address.length()));
        assertErrno(Errno.ECONNREFUSED, sys.connect(socket, address.segment(), address.length()));
    }

    @Test
    void socketpairMakesTwoOrNone() {
        int flags = SOCK_STREAM | SOCK_CLOEXEC;
        assertErrno(Errno.EAFNOSUPPORT, sys.socketpair(NO_FD, flags, 0, buffer));
        Descriptors.Pair pair = fds.pair();
        assertEquals(16, sys.send(pair.near(), buffer, 16, MSG_NOSIGNAL));
        assertEquals(16, sys.recv(pair.far(), buffer, 64, MSG_DONTWAIT));
        assertNotEquals(0, sys.fcntl(pair.near(), F_GETFD, 0) & FD_CLOEXEC);
    }

    @Test
    void whatIsSentIsReceived() {
        Descriptors.Pair pair = fds.pair();
        buffer.set(JAVA_LONG, 0, 0x0123_4567_89ab_cdefL);
        assertEquals(16, sys.send(pair.near(), buffer, 16, MSG_NOSIGNAL));
        MemorySegment received = fds.buffer(64);
        assertEquals(10, sys.recv(pair.far(), received, 10, MSG_PEEK), "at most what was asked");
        assertEquals(16, sys.recv(pair.far(), received, 64, 0), "all, as peeking takes nothing");
        assertEquals(0x0123_4567_89ab_cdefL, received.get(JAVA_LONG, 0));
        assertErrno(Errno.EAGAIN, sys.recv(pair.far(), received, 64, MSG_DONTWAIT));
    }

    @Test
    void recvReturnsZeroAtTheEnd() {
        Descriptors.Pair pair = fds.pair();
        fds.close(pair.near());
        assertEquals(0, sys.recv(pair.far(), buffer, 16, 0));
    }

    /** Linux would say ECONNRESET first, once; to whoever receives it is the same. */
    @Test
    void aPeerThatLeftWithoutReadingIsGone() {
        Descriptors.Pair pair = fds.pair();
        assertEquals(16, sys.send(pair.near(), buffer, 16, 0));
        fds.close(pair.far()); // with 16 bytes unread
        assertEquals(0, sys.recv(pair.near(), buffer, 16, 0));
    }

    @Test
    void sendStopsWhereItWouldWait() {
        Descriptors.Pair pair = fds.pair();
        long result = 0;
        for (int i = 0; i < 1_000_000 && result >= 0; i++) {
            result = sys.send(pair.near(), buffer, 64, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        assertErrno(Errno.EAGAIN, result);
    }

    @Test
    void sendToAClosedPeerFails() {
        Descriptors.Pair pair = fds.pair();
        fds.close(pair.far());
        assertErrno(Errno.EPIPE, sys.send(pair.near(), buffer, 16, MSG_NOSIGNAL));
        assertErrno(Errno.EBADF, sys.send(NO_FD, buffer, 16, MSG_NOSIGNAL));
    }

    @Test
    void getsockoptTellsThePeer() {
        Descriptors.Pair pair = fds.pair();
        Ucred peer = new Ucred(fds.arena());
        ok(peer.readPeer(sys, pair.far()));
        assertEquals(ProcessHandle.current().pid(), peer.pid());
        assertEquals(unixAttribute("uid"), peer.uid());
        assertEquals(unixAttribute("gid"), peer.gid());
        int event = fds.own(sys.eventfd(0, 0));
        assertErrno(Errno.ENOTSOCK, peer.readPeer(sys, event));
    }

    @Test
    void getsockoptForgetsThePendingError() {
        Descriptors.Pair pair = fds.pair();
        assertEquals(16, sys.send(pair.near(), buffer, 16, 0));
        fds.close(pair.far());
        assertEquals(Errno.ECONNRESET, intOption(pair.near(), SO_ERROR));
        assertEquals(0, intOption(pair.near(), SO_ERROR));
    }

    @Test
    void setsockoptTakesEffect() {
        int socket = fds.socket();
        buffer.set(JAVA_INT, 0, 20_000);
        ok(sys.setsockopt(socket, SOL_SOCKET, SO_SNDBUF, buffer, Integer.BYTES));
        assertEquals(40_000, intOption(socket, SO_SNDBUF), "socket(7): doubled");
        assertErrno(
                Errno.ENOPROTOOPT, sys.setsockopt(socket, SOL_SOCKET, 9999, buffer, Integer.BYTES));
        assertErrno(Errno.EINVAL, sys.setsockopt(socket, SOL_SOCKET, SO_SNDBUF, buffer, 1));
    }

    private int intOption(int socket, int option) {
        MemorySegment length = fds.buffer(Integer.BYTES);
        length.set(JAVA_INT, 0, Integer.BYTES);
        ok(sys.getsockopt(socket, SOL_SOCKET, option, buffer, length));
        assertEquals(Integer.BYTES, length.get(JAVA_INT, 0));
        return buffer.get(JAVA_INT, 0);
    }

    private SockaddrUn address(String name) {
        return new SockaddrUn(fds.arena(), directory.resolve(name).toString());
    }

    /** Of a file that this process just made. */
    private Object unixAttribute(String name) {
        try {
            return Files.getAttribute(directory, "unix:" + name);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
