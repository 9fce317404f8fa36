// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.AF_UNIX;
import static dev.almanac.sys.Linux.SOCK_CLOEXEC;
import static dev.almanac.sys.Linux.SOCK_STREAM;
import static dev.almanac.sys.Results.ok;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;

/** Opens descriptors for a test and closes what it opened, on one thread. */
public final class Descriptors implements AutoCloseable {
    /** Both ends of a connection. */
    public record Pair(int near, int far) {}

    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final ArrayDeque<Integer> open = new ArrayDeque<>();

    /** Calls go through {@code sys}. */
    public Descriptors(Syscalls sys) {
        this.sys = sys;
    }

    /** Memory until the end of the test. */
    public Arena arena() {
        return arena;
    }

    /** So many zero bytes until the end of the test. */
    public MemorySegment buffer(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    /** Takes over what a call that makes a descriptor returned. */
    public int own(int result) {
        open.push(ok(result));
        return result;
    }

    /** Closes one before the end of the test. */
    public void close(int fd) {
        open.remove(fd);
        ok(sys.close(fd));
    }

    /** Leaves one to somebody else, who closes it. */
    public int giveAway(int fd) {
        open.remove(fd);
        return fd;
    }

    /** A socket that is neither bound nor connected. */
    public int socket() {
        return own(sys.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }

    /** A socket that is bound to a path and listens. */
    public int listener(Path path) {
        int listener = socket();
        SockaddrUn address = new SockaddrUn(arena, path.toString());
        ok(sys.bind(listener, address.segment(), address.length()));
        ok(sys.listen(listener, 8));
        return listener;
    }

    /** A socket that is connected to a path. */
    public int connect(Path path) {
        int socket = socket();
        SockaddrUn address = new SockaddrUn(arena, path.toString());
        ok(sys.connect(socket, address.segment(), address.length()));
        return socket;
    }

    /** Two sockets that are connected to each other. */
    public Pair pair() {
        MemorySegment pair = buffer(2 * Integer.BYTES);
        ok(sys.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
        return new Pair(own(pair.get(JAVA_INT, 0)), own(pair.get(JAVA_INT, Integer.BYTES)));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.peek());
        }
        arena.close();
    }
}
