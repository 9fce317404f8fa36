// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * System calls that go wrong on purpose, and are counted. Belongs to the thread that uses it, as
 * what it stands before does.
 *
 * <p>A call that is told to fail does not happen; only close happens all the same, as on Linux.
 */
public class FaultySyscalls implements Syscalls {
    /** The methods of {@link Syscalls}. */
    public enum Call {
        SOCKET,
        SOCKETPAIR,
        BIND,
        LISTEN,
        ACCEPT4,
        CONNECT,
        RECV,
        SEND,
        RECVMSG,
        SENDMSG,
        GETSOCKOPT,
        SETSOCKOPT,
        EPOLL_CREATE1,
        EPOLL_CTL,
        EPOLL_WAIT,
        MEMFD_CREATE,
        OPEN,
        FTRUNCATE,
        POSIX_FALLOCATE,
        FCNTL,
        MMAP,
        MUNMAP,
        READ,
        WRITE,
        PREAD,
        PWRITE,
        EVENTFD,
        TIMERFD_CREATE,
        TIMERFD_SETTIME,
        LSTATX,
        FSTATX,
        FCHMOD,
        LCHMOD,
        UNLINK,
        CLOSE,
        SCHED_SETAFFINITY
    }

    private static final long IOV = MsgHdr.LAYOUT.byteOffset(groupElement("msg_iov"));
    private static final long IOVLEN = MsgHdr.LAYOUT.byteOffset(groupElement("msg_iovlen"));
    private static final long CONTROLLEN = MsgHdr.LAYOUT.byteOffset(groupElement("msg_controllen"));
    private static final long LENGTH = IoVec.LAYOUT.byteOffset(groupElement("iov_len"));

    private final Syscalls real;
    private final Map<Call, Fault> faults = new EnumMap<>(Call.class);
    private long mostBytes = Long.MAX_VALUE;
    private long mostControl = Long.MAX_VALUE;

    /** Calls that are not told to fail go to {@code real}. */
    public FaultySyscalls(Syscalls real) {
        this.real = real;
        for (Call call : Call.values()) {
            faults.put(call, new Fault());
        }
    }

    /** The next {@code times} calls return {@code -errno}. */
    public void fail(Call call, int errno, int times) {
        failAfter(call, 0, errno, times);
    }

    /** After {@code good} more calls, {@code times} calls return {@code -errno}. */
    public void failAfter(Call call, int good, int errno, int times) {
        fault(call).plan(good, errno, times);
    }

    /** From now on recv, send, recvmsg and sendmsg move at most so many bytes a call. */
    public void cutTransfers(long most) {
        mostBytes = most;
    }

    /** From now on recvmsg has at most so many bytes of room for control data. */
    public void cutControl(long most) {
        mostControl = most;
    }

    /** How many calls were made, those that were told to fail included. */
    public long calls(Call call) {
        return fault(call).calls;
    }

    private int errno(Call call) {
        return fault(call).next();
    }

    private Fault fault(Call call) {
        return Objects.requireNonNull(faults.get(call));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        int errno = errno(Call.SOCKET);
        return errno != 0 ? -errno : real.socket(domain, type, protocol);
    }

    @Override
    public int socketpair(int domain, int type, int protocol, MemorySegment pair) {
        int errno = errno(Call.SOCKETPAIR);
        return errno != 0 ? -errno : real.socketpair(domain, type, protocol, pair);
    }

    @Override
    public int bind(int fd, MemorySegment address, int length) {
        int errno = errno(Call.BIND);
        return errno != 0 ? -errno : real.bind(fd, address, length);
    }

    @Override
    public int listen(int fd, int backlog) {
        int errno = errno(Call.LISTEN);
        return errno != 0 ? -errno : real.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, int flags) {
        int errno = errno(Call.ACCEPT4);
        return errno != 0 ? -errno : real.accept4(fd, flags);
    }

    @Override
    public int connect(int fd, MemorySegment address, int length) {
        int errno = errno(Call.CONNECT);
        return errno != 0 ? -errno : real.connect(fd, address, length);
    }

    @Override
    public long recv(int fd, MemorySegment buffer, long length, int flags) {
        int errno = errno(Call.RECV);
        return errno != 0 ? -errno : real.recv(fd, buffer, Math.min(length, mostBytes), flags);
    }

    @Override
    public long send(int fd, MemorySegment buffer, long length, int flags) {
        int errno = errno(Call.SEND);
        return errno != 0 ? -errno : real.send(fd, buffer, Math.min(length, mostBytes), flags);
    }

    @Override
    public long recvmsg(int fd, MemorySegment msghdr, int flags) {
        int errno = errno(Call.RECVMSG);
        if (errno != 0) {
            return -errno;
        }
        msghdr.set(JAVA_LONG, CONTROLLEN, Math.min(msghdr.get(JAVA_LONG, CONTROLLEN), mostControl));
        return cut(msghdr, () -> real.recvmsg(fd, msghdr, flags));
    }

    @Override
    public long sendmsg(int fd, MemorySegment msghdr, int flags) {
        int errno = errno(Call.SENDMSG);
        if (errno != 0) {
            return -errno;
        }
        return cut(msghdr, () -> real.sendmsg(fd, msghdr, flags));
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, MemorySegment value, MemorySegment length) {
        int errno = errno(Call.GETSOCKOPT);
        return errno != 0 ? -errno : real.getsockopt(fd, level, option, value, length);
    }

    @Override
    public int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
        int errno = errno(Call.SETSOCKOPT);
        return errno != 0 ? -errno : real.setsockopt(fd, level, option, value, length);
    }

    @Override
    public int epollCreate1(int flags) {
        int errno = errno(Call.EPOLL_CREATE1);
        return errno != 0 ? -errno : real.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        int errno = errno(Call.EPOLL_CTL);
        return errno != 0 ? -errno : real.epollCtl(epoll, operation, fd, event);
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        int errno = errno(Call.EPOLL_WAIT);
        return errno != 0 ? -errno : real.epollWait(epoll, events, max, timeoutMillis);
    }

    @Override
    public int memfdCreate(MemorySegment name, int flags) {
        int errno = errno(Call.MEMFD_CREATE);
        return errno != 0 ? -errno : real.memfdCreate(name, flags);
    }

    @Override
    public int open(MemorySegment path, int flags, int mode) {
        int errno = errno(Call.OPEN);
        return errno != 0 ? -errno : real.open(path, flags, mode);
    }

    @Override
    public int posixFallocate(int fd, long offset, long length) {
        int errno = errno(Call.POSIX_FALLOCATE);
        return errno != 0 ? -errno : real.posixFallocate(fd, offset, length);
    }

    @Override
    public int ftruncate(int fd, long length) {
        int errno = errno(Call.FTRUNCATE);
        return errno != 0 ? -errno : real.ftruncate(fd, length);
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        int errno = errno(Call.FCNTL);
        return errno != 0 ? -errno : real.fcntl(fd, command, argument);
    }

    @Override
    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        int errno = errno(Call.MMAP);
        return errno != 0 ? -errno : real.mmap(address, length, protection, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        int errno = errno(Call.MUNMAP);
        return errno != 0 ? -errno : real.munmap(address, length);
    }

    @Override
    public long read(int fd, MemorySegment buffer, long length) {
        int errno = errno(Call.READ);
        return errno != 0 ? -errno : real.read(fd, buffer, length);
    }

    @Override
    public long write(int fd, MemorySegment buffer, long length) {
        int errno = errno(Call.WRITE);
        return errno != 0 ? -errno : real.write(fd, buffer, length);
    }

    @Override
    public long pread(int fd, MemorySegment buffer, long at, long length, long offset) {
        int errno = errno(Call.PREAD);
        return errno != 0 ? -errno : real.pread(fd, buffer, at, length, offset);
    }

    @Override
    public long pwrite(int fd, MemorySegment buffer, long at, long length, long offset) {
        int errno = errno(Call.PWRITE);
        return errno != 0 ? -errno : real.pwrite(fd, buffer, at, length, offset);
    }

    @Override
    public int eventfd(int initial, int flags) {
        int errno = errno(Call.EVENTFD);
        return errno != 0 ? -errno : real.eventfd(initial, flags);
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        int errno = errno(Call.TIMERFD_CREATE);
        return errno != 0 ? -errno : real.timerfdCreate(clock, flags);
    }

    @Override
    public int timerfdSettime(int fd, int flags, MemorySegment value) {
        int errno = errno(Call.TIMERFD_SETTIME);
        return errno != 0 ? -errno : real.timerfdSettime(fd, flags, value);
    }

    @Override
    public int lstatx(MemorySegment path, int mask, MemorySegment statx) {
        int errno = errno(Call.LSTATX);
        return errno != 0 ? -errno : real.lstatx(path, mask, statx);
    }

    @Override
    public int fstatx(int fd, int mask, MemorySegment statx) {
        int errno = errno(Call.FSTATX);
        return errno != 0 ? -errno : real.fstatx(fd, mask, statx);
    }

    @Override
    public int fchmod(int fd, int mode) {
        int errno = errno(Call.FCHMOD);
        return errno != 0 ? -errno : real.fchmod(fd, mode);
    }

    @Override
    public int lchmod(MemorySegment path, int mode) {
        int errno = errno(Call.LCHMOD);
        return errno != 0 ? -errno : real.lchmod(path, mode);
    }

    @Override
    public int unlink(MemorySegment path) {
        int errno = errno(Call.UNLINK);
        return errno != 0 ? -errno : real.unlink(path);
    }

    @Override
    public int close(int fd) {
        int errno = errno(Call.CLOSE);
        int result = real.close(fd); // done whatever it returns, as on Linux
        return errno != 0 ? -errno : result;
    }

    @Override
    public int schedSetaffinity(int pid, long maskBytes, MemorySegment mask) {
        int errno = errno(Call.SCHED_SETAFFINITY);
        return errno != 0 ? -errno : real.schedSetaffinity(pid, maskBytes, mask);
    }

    /** Lets a call see only the beginning of the first of a message's buffers. */
    @SuppressWarnings("restricted") // follows the caller's own pointer
    private long cut(MemorySegment msghdr, LongSupplier transfer) {
        if (mostBytes == Long.MAX_VALUE) {
            return transfer.getAsLong();
        }
        MemorySegment first =
                MemorySegment.ofAddress(msghdr.get(JAVA_LONG, IOV))
                        .reinterpret(IoVec.LAYOUT.byteSize());
        long buffers = msghdr.get(JAVA_LONG, IOVLEN);
        long length = first.get(JAVA_LONG, LENGTH);
        msghdr.set(JAVA_LONG, IOVLEN, 1);
        first.set(JAVA_LONG, LENGTH, Math.min(length, mostBytes));
        long result = transfer.getAsLong();
        msghdr.set(JAVA_LONG, IOVLEN, buffers);
        first.set(JAVA_LONG, LENGTH, length);
        return result;
    }

    private static final class Fault {
        private int good;
        private int errno;
        private int times;
        private long calls;

        void plan(int good, int errno, int times) {
            this.good = good;
            this.errno = errno;
            this.times = times;
        }

        /** The errno of the call that is made now; 0 = it may go ahead. */
        int next() {
            calls++;
            if (good > 0) {
                good--;
                return 0;
            }
            if (times == 0) {
                return 0;
            }
            times--;
            return errno;
        }
    }
}
