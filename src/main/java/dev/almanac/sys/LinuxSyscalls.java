// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls of the running Linux. An instance belongs to one thread, the first that calls
 * it: it owns the segment that errno is copied to.
 *
 * <p>The first use throws {@link UnsatisfiedLinkError} when this program may not call native code;
 * the message names the flag to add. A segment that is closed, or not native, or confined to
 * another thread is refused by the exception {@link MemorySegment} has for that.
 */
public final class LinuxSyscalls implements Syscalls {
    private static final MemorySegment NO_PATH = Arena.global().allocateFrom("");

    // Of an automatic arena: it goes with the instance, and a call need not count its users.
    private final MemorySegment callState = Arena.ofAuto().allocate(Libc.CALL_STATE);
    private @Nullable Thread user;

    @Override
    public int socket(int domain, int type, int protocol) {
        try {
            return result((int) Libc.SOCKET.invokeExact(callState(), domain, type, protocol));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int bind(int fd, MemorySegment address, int length) {
        try {
            return result((int) Libc.BIND.invokeExact(callState(), fd, address, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return result((int) Libc.LISTEN.invokeExact(callState(), fd, backlog));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int accept4(int fd, int flags) {
        try {
            return result((int) Libc.ACCEPT4.invokeExact(callState(), fd, NULL, NULL, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int connect(int fd, MemorySegment address, int length) {
        try {
            return result((int) Libc.CONNECT.invokeExact(callState(), fd, address, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long recv(int fd, MemorySegment buffer, long length, int flags) {
        try {
            return result((long) Libc.RECV.invokeExact(callState(), fd, buffer, length, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long send(int fd, MemorySegment buffer, long length, int flags) {
        try {
            return result((long) Libc.SEND.invokeExact(callState(), fd, buffer, length, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long recvmsg(int fd, MemorySegment msghdr, int flags) {
        try {
            return result((long) Libc.RECVMSG.invokeExact(callState(), fd, msghdr, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long sendmsg(int fd, MemorySegment msghdr, int flags) {
        try {
            return result((long) Libc.SENDMSG.invokeExact(callState(), fd, msghdr, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return result(
                    (int)
                            Libc.GETSOCKOPT.invokeExact(
                                    callState(), fd, level, option, value, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
        try {
            return result(
                    (int)
                            Libc.SETSOCKOPT.invokeExact(
                                    callState(), fd, level, option, value, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int epollCreate1(int flags) {
        try {
            return result((int) Libc.EPOLL_CREATE1.invokeExact(callState(), flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        try {
            return result(
                    (int) Libc.EPOLL_CTL.invokeExact(callState(), epoll, operation, fd, event));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        try {
            return result(
                    (int)
                            Libc.EPOLL_WAIT.invokeExact(
                                    callState(), epoll, events, max, timeoutMillis));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int memfdCreate(MemorySegment name, int flags) {
        try {
            return result((int) Libc.MEMFD_CREATE.invokeExact(callState(), name, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int ftruncate(int fd, long length) {
        try {
            return result((int) Libc.FTRUNCATE.invokeExact(callState(), fd, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        try {
            return result((int) Libc.FCNTL.invokeExact(callState(), fd, command, argument));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        try {
            return result(
                    (long)
                            Libc.MMAP.invokeExact(
                                    callState(), address, length, protection, flags, fd, offset));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int munmap(long address, long length) {
        try {
            return result((int) Libc.MUNMAP.invokeExact(callState(), address, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long read(int fd, MemorySegment buffer, long length) {
        try {
            return result((long) Libc.READ.invokeExact(callState(), fd, buffer, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long write(int fd, MemorySegment buffer, long length) {
        try {
            return result((long) Libc.WRITE.invokeExact(callState(), fd, buffer, length));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long pread(int fd, MemorySegment buffer, long length, long offset) {
        try {
            return result((long) Libc.PREAD.invokeExact(callState(), fd, buffer, length, offset));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public long pwrite(int fd, MemorySegment buffer, long length, long offset) {
        try {
            return result((long) Libc.PWRITE.invokeExact(callState(), fd, buffer, length, offset));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int eventfd(int initial, int flags) {
        try {
            return result((int) Libc.EVENTFD.invokeExact(callState(), initial, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        try {
            return result((int) Libc.TIMERFD_CREATE.invokeExact(callState(), clock, flags));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int timerfdSettime(int fd, int flags, MemorySegment value) {
        try {
            return result(
                    (int) Libc.TIMERFD_SETTIME.invokeExact(callState(), fd, flags, value, NULL));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int lstatx(MemorySegment path, int mask, MemorySegment statx) {
        try {
            return result(
                    (int)
                            Libc.STATX.invokeExact(
                                    callState(),
                                    Linux.AT_FDCWD,
                                    path,
                                    Linux.AT_SYMLINK_NOFOLLOW,
                                    mask,
                                    statx));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int fstatx(int fd, int mask, MemorySegment statx) {
        try {
            return result(
                    (int)
                            Libc.STATX.invokeExact(
                                    callState(), fd, NO_PATH, Linux.AT_EMPTY_PATH, mask, statx));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int unlink(MemorySegment path) {
        try {
            return result((int) Libc.UNLINK.invokeExact(callState(), path));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return result((int) Libc.CLOSE.invokeExact(callState(), fd));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    @Override
    public int schedSetaffinity(int pid, long maskBytes, MemorySegment mask) {
        try {
            return result(
                    (int) Libc.SCHED_SETAFFINITY.invokeExact(callState(), pid, maskBytes, mask));
        } catch (Throwable e) {
            throw misuse(e);
        }
    }

    private MemorySegment callState() {
        assert isUser() : "belongs to " + user;
        return callState;
    }

    private boolean isUser() {
        Thread caller = Thread.currentThread();
        if (user == null) {
            user = caller;
        }
        return caller.equals(user);
    }

    private int result(int returned) {
        return returned == -1 ? -callState.get(JAVA_INT, Libc.ERRNO) : returned;
    }

    private long result(long returned) {
        return returned == -1 ? -callState.get(JAVA_INT, Libc.ERRNO) : returned;
    }

    /** A handle declares Throwable, but throws only what a misused segment makes it throw. */
    private static RuntimeException misuse(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        throw thrown instanceof Error error ? error : new AssertionError(thrown);
    }
}
