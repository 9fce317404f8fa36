// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

/**
 * The numbers of the C headers that go with {@link Syscalls}, under their names there. They are the
 * same on x86-64 and aarch64.
 */
public final class Linux {
    private Linux() {}

    // <sys/socket.h>, <bits/socket.h>: socket(2), accept4(2), listen(2)

    /** Sockets of one machine, unix(7). */
    public static final int AF_UNIX = 1;

    /** A stream of bytes. */
    public static final int SOCK_STREAM = 1;

    /** Messages on their own. */
    public static final int SOCK_DGRAM = 2;

    /** The descriptor is closed by execve(2). */
    public static final int SOCK_CLOEXEC = 02000000;

    /** Calls fail with EAGAIN where they would block. */
    public static final int SOCK_NONBLOCK = 04000;

    // <sys/socket.h>: recv(2), send(2)

    /** Leaves what it received. */
    public static final int MSG_PEEK = 0x2;

    /** Received: control data was lost. */
    public static final int MSG_CTRUNC = 0x8;

    /** This call fails with EAGAIN where it would block. */
    public static final int MSG_DONTWAIT = 0x40;

    /** EPIPE, but no SIGPIPE. */
    public static final int MSG_NOSIGNAL = 0x4000;

    /** Descriptors received are closed by execve(2). */
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;

    // <sys/socket.h>: getsockopt(2), cmsg(3)

    /** The level of the options and control messages below. */
    public static final int SOL_SOCKET = 1;

    /** An int: the pending error, forgotten by being read. */
    public static final int SO_ERROR = 4;

    /** An int: bytes of room for what is sent; Linux doubles it. */
    public static final int SO_SNDBUF = 7;

    /** A {@link Ucred}. */
    public static final int SO_PEERCRED = 17;

    /** A {@link Timeval}: after how long without data a receiving call fails with EAGAIN. */
    public static final int SO_RCVTIMEO = 20;

    /** A {@link Timeval}: likewise a sending or connecting call that finds no room. */
    public static final int SO_SNDTIMEO = 21;

    /** A control message of descriptors. */
    public static final int SCM_RIGHTS = 1;

    // <sys/epoll.h>: epoll_create1(2), epoll_ctl(2)

    /** The descriptor is closed by execve(2). */
    public static final int EPOLL_CLOEXEC = 02000000;

    /** Watch a descriptor. */
    public static final int EPOLL_CTL_ADD = 1;

    /** Watch it no longer. */
    public static final int EPOLL_CTL_DEL = 2;

    /** Watch it for other events. */
    public static final int EPOLL_CTL_MOD = 3;

    /** Something can be read, or its end is reached. */
    public static final int EPOLLIN = 0x1;

    /** Something can be written. */
    public static final int EPOLLOUT = 0x4;

    /** An error is pending. Always watched. */
    public static final int EPOLLERR = 0x8;

    /** Both directions are closed. Always watched. */
    public static final int EPOLLHUP = 0x10;

    /** The peer closed, or sends no more. */
    public static final int EPOLLRDHUP = 0x2000;

    /** Tells once, until EPOLL_CTL_MOD. */
    public static final int EPOLLONESHOT = 1 << 30;

    /** Tells of changes, not of states. */
    public static final int EPOLLET = 1 << 31;

    // <sys/mman.h>: mmap(2), memfd_create(2)

    /** The memory can be read. */
    public static final int PROT_READ = 0x1;

    /** The memory can be written. */
    public static final int PROT_WRITE = 0x2;

    /** Writes reach the file and everybody who maps it. */
    public static final int MAP_SHARED = 0x1;

    /** The descriptor is closed by execve(2). */
    public static final int MFD_CLOEXEC = 0x1;

    /** Without it, a memory file is sealed against seals. */
    public static final int MFD_ALLOW_SEALING = 0x2;

    // <fcntl.h>: open(2)

    /** The file is made when it is not there. */
    public static final int O_CREAT = 0100;

    /** With O_CREAT: fails with EEXIST when it is there, whatever it is. */
    public static final int O_EXCL = 0200;

    /** The descriptor is closed by execve(2). */
    public static final int O_CLOEXEC = 02000000;

    // <fcntl.h>: fcntl(2)

    /** Reads the descriptor's flags. */
    public static final int F_GETFD = 1;

    /** Reads the file's status flags. */
    public static final int F_GETFL = 3;

    /** Writes the file's status flags. */
    public static final int F_SETFL = 4;

    /** Forbids operations on a memory file for ever. */
    public static final int F_ADD_SEALS = 1033;

    /** Reads what is forbidden. */
    public static final int F_GET_SEALS = 1034;

    /** Of F_GETFD: closed by execve(2). */
    public static final int FD_CLOEXEC = 1;

    /** Of F_GETFL: calls fail with EAGAIN where they would block. */
    public static final int O_NONBLOCK = 04000;

    /** Of F_GETFL: the bits that tell whether the file can be read and written. */
    public static final int O_ACCMODE = 03;

    /** Of F_GETFL, and for open(2): it can be read and written. */
    public static final int O_RDWR = 02;

    /** Of F_GETFL: whatever is written goes to the end. */
    public static final int O_APPEND = 02000;

    /** Forbids further seals. */
    public static final int F_SEAL_SEAL = 0x1;

    /** Forbids to make the file shorter. */
    public static final int F_SEAL_SHRINK = 0x2;

    /** Forbids to make the file longer. */
    public static final int F_SEAL_GROW = 0x4;

    /** Forbids to write. */
    public static final int F_SEAL_WRITE = 0x8;

    // <sys/eventfd.h>, <sys/timerfd.h>, <time.h>: eventfd(2), timerfd_create(2)

    /** The descriptor is closed by execve(2). */
    public static final int EFD_CLOEXEC = 02000000;

    /** Reading 0 fails with EAGAIN. */
    public static final int EFD_NONBLOCK = 04000;

    /** The descriptor is closed by execve(2). */
    public static final int TFD_CLOEXEC = 02000000;

    /** Reading a timer that has not gone off fails with EAGAIN. */
    public static final int TFD_NONBLOCK = 04000;

    /** The value is a time of the clock, not a distance from now. */
    public static final int TFD_TIMER_ABSTIME = 0x1;

    /** The clock that nobody sets. */
    public static final int CLOCK_MONOTONIC = 1;

    // <fcntl.h>, <sys/stat.h>, <linux/stat.h>: statx(2), inode(7)

    /** Paths start at the working directory. */
    public static final int AT_FDCWD = -100;

    /** A symbolic link is described itself. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** An empty path is the descriptor itself. */
    public static final int AT_EMPTY_PATH = 0x1000;

    /** Asks for the type. */
    public static final int STATX_TYPE = 0x1;

    /** Asks for the permissions. */
    public static final int STATX_MODE = 0x2;

    /** Asks for the inode number. */
    public static final int STATX_INO = 0x100;

    /** Asks for the size. */
    public static final int STATX_SIZE = 0x200;

    /** The bits of a mode that are the type. */
    public static final int S_IFMT = 0170000;

    /** A socket. */
    public static final int S_IFSOCK = 0140000;

    /** A symbolic link. */
    public static final int S_IFLNK = 0120000;

    /** A regular file. */
    public static final int S_IFREG = 0100000;

    /** A directory. */
    public static final int S_IFDIR = 0040000;
}
