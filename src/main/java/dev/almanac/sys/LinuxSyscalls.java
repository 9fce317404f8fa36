// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls of the running Linux. An instance belongs to one thread, the first that calls
 * it.
 *
 * <p>The first use throws {@link UnsatisfiedLinkError} when this program may not call native code;
 * the message names the flag to add. A segment that is closed, or not native, or confined to
 * another thread is refused by the exception {@link MemorySegment} has for that.
 */
public final class LinuxSyscalls extends LibcCaller implements Syscalls {
    private static final MemorySegment NO_PATH = Arena.global().allocateFrom("");

    @Override
    public int socket(int domain, int type, int protocol) {
        return result((int) call(Libc.SOCKET, domain, type, protocol));
    }

    @Override
    public int socketpair(int domain, int type, int protocol, MemorySegment pair) {
        return result((int) call(Libc.SOCKETPAIR, domain, type, protocol, at(pair)));
    }

    @Override
    public int bind(int fd, MemorySegment address, int length) {
        return result((int) call(Libc.BIND, fd, at(address), length));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result((int) call(Libc.LISTEN, fd, backlog));
    }

    @Override
    public int accept4(int fd, int flags) {
        return result((int) call(Libc.ACCEPT4, fd, 0, 0, flags));
    }

    @Override
    public int connect(int fd, MemorySegment address, int length) {
        return result((int) call(Libc.CONNECT, fd, at(address), length));
    }

    @Override
    public long recv(int fd, MemorySegment buffer, long length, int flags) {
        return attempt(Libc.RECV, fd, at(buffer), length, flags);
    }

    @Override
    public long send(int fd, MemorySegment buffer, long length, int flags) {
        return attempt(Libc.SEND, fd, at(buffer), length, flags);
    }

    @Override
    public long recvmsg(int fd, MemorySegment msghdr, int flags) {
        return result(call(Libc.RECVMSG, fd, at(msghdr), flags));
    }

    @Override
    public long sendmsg(int fd, MemorySegment msghdr, int flags) {
        return result(call(Libc.SENDMSG, fd, at(msghdr), flags));
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, MemorySegment value, MemorySegment length) {
        return result((int) call(Libc.GETSOCKOPT, fd, level, option, at(value), at(length)));
    }

    @Override
    public int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
        return result((int) call(Libc.SETSOCKOPT, fd, level, option, at(value), length));
    }

    @Override
    public int epollCreate1(int flags) {
        return result((int) call(Libc.EPOLL_CREATE1, flags));
    }

    @Override
    public int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        return result((int) call(Libc.EPOLL_CTL, epoll, operation, fd, at(event)));
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        return attemptInt(Libc.EPOLL_WAIT, epoll, at(events), max, timeoutMillis);
    }

    @Override
    public int memfdCreate(MemorySegment name, int flags) {
        return result((int) call(Libc.MEMFD_CREATE, at(name), flags));
    }

    @Override
    public int open(MemorySegment path, int flags, int mode) {
        return result((int) call(Libc.OPEN, at(path), flags, mode));
    }

    @Override
    public int posixFallocate(int fd, long offset, long length) {
        return -(int) call(Libc.POSIX_FALLOCATE, fd, offset, length); // no -1, no errno
    }

    @Override
    public int ftruncate(int fd, long length) {
        return result((int) call(Libc.FTRUNCATE, fd, length));
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return result((int) call(Libc.FCNTL, fd, command, argument));
    }

    @Override
    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return result(call(Libc.MMAP, address, length, protection, flags, fd, offset));
    }

    @Override
    public int munmap(long address, long length) {
        return result((int) call(Libc.MUNMAP, address, length));
    }

    @Override
    public long read(int fd, MemorySegment buffer, long length) {
        return attempt(Libc.READ, fd, at(buffer), length, 0);
    }

    @Override
    public long write(int fd, MemorySegment buffer, long length) {
        return attempt(Libc.WRITE, fd, at(buffer), length, 0);
    }

    @Override
    public long pread(int fd, MemorySegment buffer, long at, long length, long offset) {
        return attempt(Libc.PREAD, fd, at(buffer, at, length), length, offset);
    }

    @Override
    public long pwrite(int fd, MemorySegment buffer, long at, long length, long offset) {
        return attempt(Libc.PWRITE, fd, at(buffer, at, length), length, offset);
    }

    @Override
    public int eventfd(int initial, int flags) {
        return result((int) call(Libc.EVENTFD, initial, flags));
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return result((int) call(Libc.TIMERFD_CREATE, clock, flags));
    }

    @Override
    public int timerfdSettime(int fd, int flags, MemorySegment value) {
        return result((int) call(Libc.TIMERFD_SETTIME, fd, flags, at(value), 0));
    }

    @Override
    public int lstatx(MemorySegment path, int mask, MemorySegment statx) {
        return result(
                (int)
                        call(
                                Libc.STATX,
                                Linux.AT_FDCWD,
                                at(path),
                                Linux.AT_SYMLINK_NOFOLLOW,
                                mask,
                                at(statx)));
    }

    @Override
    public int fstatx(int fd, int mask, MemorySegment statx) {
        return result(
                (int) call(Libc.STATX, fd, at(NO_PATH), Linux.AT_EMPTY_PATH, mask, at(statx)));
    }

    @Override
    public int fchmod(int fd, int mode) {
        return result((int) call(Libc.FCHMOD, fd, mode));
    }

    @Override
    public int lchmod(MemorySegment path, int mode) {
        return result(
                (int)
                        call(
                                Libc.FCHMODAT,
                                Linux.AT_FDCWD,
                                at(path),
                                mode,
                                Linux.AT_SYMLINK_NOFOLLOW));
    }

    @Override
    public int unlink(MemorySegment path) {
        return result((int) call(Libc.UNLINK, at(path)));
    }

    @Override
    public int close(int fd) {
        return result((int) call(Libc.CLOSE, fd));
    }

    @Override
    public int schedSetaffinity(int pid, long maskBytes, MemorySegment mask) {
        return result((int) call(Libc.SCHED_SETAFFINITY, pid, maskBytes, at(mask)));
    }
}
