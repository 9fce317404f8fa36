// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.Statx;
import dev.almanac.sys.Syscalls;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;

/** A listening AF_UNIX socket under a path, which it takes away again when it is closed. */
final class ListeningSocket implements AutoCloseable {
    /**
     * How many may knock before one is let in; Linux takes net.core.somaxconn when that is less.
     */
    private static final int QUEUE = 4096;

    private static final int TYPE = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;

    private final Syscalls sys;
    private final String path;
    private final int fd;

    private boolean bound;

    /** Of the socket's file; 0 before it is known. */
    private long inode;

    private ListeningSocket(Syscalls sys, String path, int fd) {
        this.sys = sys;
        this.path = path;
        this.fd = fd;
    }

    /**
     * Listens at a path. A socket that an earlier run left behind there is replaced; nothing else
     * is.
     *
     * @throws StartupException if the path cannot be used
     */
    static ListeningSocket at(String path, SocketAccess access, Syscalls sys)
            throws StartupException {
        try (Arena arena = Arena.ofConfined()) {
            SockaddrUn address = address(arena, path);
            PlantedLinks.refuse(path);
            // The first call of a function takes a millisecond or more, and whoever waits for the
            // file must not find it before it listens.
            sys.listen(-1, 0);
            int fd = check("make a socket for " + path, sys.socket(Linux.AF_UNIX, TYPE, 0));
            ListeningSocket socket = new ListeningSocket(sys, path, fd);
            try {
                socket.bind(address, access, new Statx(arena));
                check("listen at " + path, sys.listen(fd, QUEUE));
                return socket;
            } catch (StartupException e) {
                socket.close();
                throw e;
            }
        }
    }

    private static SockaddrUn address(Arena arena, String path) throws StartupException {
        try {
            return new SockaddrUn(arena, path);
        } catch (IllegalArgumentException e) {
            throw new StartupException(e.getMessage() + "; choose another path");
        }
    }

    /** Makes the file. Nobody can connect before {@code listen}. */
    private void bind(SockaddrUn address, SocketAccess access, Statx file) throws StartupException {
        // The file gets the socket's own mode, less the umask: see unix(7).
        check("set the mode of " + path, sys.fchmod(fd, access.mode()));
        int result = sys.bind(fd, address.segment(), address.length());
        if (result == -Errno.EADDRINUSE) {
            removeLeftover(address, file);
            result = sys.bind(fd, address.segment(), address.length());
        }
        check("create the socket " + path, result);
        bound = true;
        int mask = Linux.STATX_INO | Linux.STATX_MODE;
        check("look at " + path, sys.lstatx(address.path(), mask, file.segment()));
        inode = file.inode();
        if (file.permissions() != access.mode()) { // the umask was in the way
            int permitted = sys.lchmod(address.path(), access.mode());
            check("set the mode of " + path, permitted);
        }
        GroupPrincipal group = access.group();
        if (group != null) {
            give(group);
        }
    }

    private void give(GroupPrincipal group) throws StartupException {
        try {
            Files.getFileAttributeView(
                            Path.of(path), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(group);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot give %s to the group %s: one must be a member of it, or root (%s)"
                            .formatted(path, group.getName(), e.getMessage()));
        }
    }

    /** Makes room for us if what is there is a socket, and nobody's any more. */
    private void removeLeftover(SockaddrUn address, Statx file) throws StartupException {
        int result = sys.lstatx(address.path(), Linux.STATX_TYPE, file.segment());
        if (result == -Errno.ENOENT) {
            return;
        }
        check("look at " + path, result);
        if (file.type() != Linux.S_IFSOCK) {
            throw new StartupException(
                    path + " exists and is no socket; remove it or choose another path");
        }
        if (isAlive(address)) {
            throw new StartupException(
                    path
                            + " is in use: another program listens there; end it or choose another"
                            + " path");
        }
        check("remove the old socket " + path, sys.unlink(address.path()));
    }

    /**
     * Whether a socket's file has a socket behind it. One of datagrams may not connect to one of a
     * stream, so whoever listens there does not notice.
     */
    private boolean isAlive(SockaddrUn address) throws StartupException {
        int type = Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC;
        int probe = check("make a socket", sys.socket(Linux.AF_UNIX, type, 0));
        int result = sys.connect(probe, address.segment(), address.length());
        sys.close(probe);
        if (result == -Errno.ECONNREFUSED || result == -Errno.ENOENT) {
            return false;
        }
        if (result == -Errno.EACCES) {
            throw new StartupException(
                    path + " is the socket of another user; remove it or choose another path");
        }
        if (result != -Errno.EPROTOTYPE) {
            check("tell whether anybody listens at " + path, result);
        }
        return true;
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

    /** Any thread, with its own {@code sys}: takes the file away, unless it is another's by now. */
    void removeFile(Syscalls ownSys) {
        try (Arena arena = Arena.ofConfined()) {
            SockaddrUn address = new SockaddrUn(arena, path);
            Statx file = new Statx(arena);
            int result = ownSys.lstatx(address.path(), Linux.STATX_INO, file.segment());
            boolean replaced = result == 0 && inode != 0 && file.inode() != inode;
            if (bound && !replaced) {
                ownSys.unlink(address.path());
            }
        }
    }

    @Override
    public void close() {
        removeFile(sys); // first: as long as we have the socket, nobody else gets its inode number
        sys.close(fd);
    }
}
