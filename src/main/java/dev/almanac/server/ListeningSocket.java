// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.Statx;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A listening AF_UNIX socket under a path, which it takes away again when it is closed. */
final class ListeningSocket implements AutoCloseable {
    /**
     * How many may knock before one is let in; Linux takes net.core.somaxconn when that is less.
     */
    private static final int QUEUE = 4096;

    private final Syscalls sys;
    private final Arena arena;
    private final SockaddrUn address;
    private final int fd;

    private ListeningSocket(Syscalls sys, Arena arena, SockaddrUn address, int fd) {
        this.sys = sys;
        this.arena = arena;
        this.address = address;
        this.fd = fd;
    }

    /**
     * Listens at a path. A socket that is there already is taken for one that an earlier run left
     * behind, and replaced.
     *
     * @throws StartupException if the path cannot be used
     */
    static ListeningSocket at(String path, Syscalls sys) throws StartupException {
        Arena arena = Arena.ofConfined();
        int fd = -1;
        SockaddrUn bound = null;
        try {
            SockaddrUn address = address(arena, path);
            removeOldSocket(sys, arena, address.path(), path);
            int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
            // The first call of a function takes a millisecond or more, and whoever waits for the
            // file must not find it before it listens.
            sys.listen(-1, 0);
            fd = check("make a socket for " + path, sys.socket(Linux.AF_UNIX, type, 0));
            check("create the socket " + path, sys.bind(fd, address.segment(), address.length()));
            bound = address;
            check("listen at " + path, sys.listen(fd, QUEUE));
            return new ListeningSocket(sys, arena, address, fd);
        } catch (StartupException e) {
            if (fd >= 0) {
                sys.close(fd);
            }
            if (bound != null) {
                sys.unlink(bound.path());
            }
            arena.close();
            throw e;
        }
    }

    private static SockaddrUn address(Arena arena, String path) throws StartupException {
        try {
            return new SockaddrUn(arena, path);
        } catch (IllegalArgumentException e) {
            throw new StartupException(e.getMessage() + "; choose another path");
        }
    }

    private static void removeOldSocket(Syscalls sys, Arena arena, MemorySegment name, String path)
            throws StartupException {
        Statx statx = new Statx(arena);
        int result = sys.lstatx(name, Linux.STATX_TYPE, statx.segment());
        if (result == -Errno.ENOENT) {
            return;
        }
        check("look at " + path, result);
        if (statx.type() != Linux.S_IFSOCK) {
            throw new StartupException(
                    path + " exists and is no socket; remove it or choose another path");
        }
        check("remove the old socket " + path, sys.unlink(name));
    }

    private static int check(String what, int result) throws StartupException {
        if (result < 0) {
            String advice =
                    switch (-result) {
                        case Errno.EACCES, Errno.ENOENT, Errno.ENOTDIR, Errno.EROFS ->
                                "; its folder must exist and be writable";
                        default -> "";
                    };
            throw new StartupException("cannot " + what + ": " + Errno.message(-result) + advice);
        }
        return result;
    }

    int fd() {
        return fd;
    }

    @Override
    public void close() {
        sys.close(fd);
        sys.unlink(address.path());
        arena.close();
    }
}
