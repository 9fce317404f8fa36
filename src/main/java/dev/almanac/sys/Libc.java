// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that Almanac calls: the only class that links.
 *
 * <p>All of them are called through one handle, as functions of seven longs. The conventions of
 * x86-64 (System V) and aarch64 pass ints, longs and pointers in the same registers, the seventh on
 * the stack of x86-64; a function looks at no more than it has parameters, nor at more bits of
 * them, and a variadic one finds them in the same places. So there is one shape to link where there
 * were twenty, each of which took milliseconds at the start and a place in the compiled code of the
 * hot path. The types are put back by the methods of {@link LinuxSyscalls}.
 *
 * <p>No handle is {@code critical}: a thread in such a call holds up the garbage collector.
 *
 * <p>The first use of this class throws {@link UnsatisfiedLinkError} when this program may not call
 * native code, or the C library lacks a function.
 */
@SuppressWarnings("restricted") // linking: the reason why this class exists
final class Libc {
    /** Where a call leaves errno, before the virtual machine makes calls of its own. */
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    /** Offset of errno, an int, in {@link #CALL_STATE}. */
    static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

    private static final Linker LINKER = Linker.nativeLinker();

    private static final FunctionDescriptor SEVEN_LONGS =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG);

    /**
     * Calls a function: its address, the segment of {@link #CALL_STATE} that errno is copied to,
     * and its arguments. To copy errno costs 2 ns a call, and 40 bytes of the Java heap until C2
     * has compiled the caller.
     */
    static final MethodHandle CALL = link(Linker.Option.captureCallState("errno"));

    /** Linked when first used: no socket waits for it before it listens. */
    static final class WithoutErrno {
        /**
         * Calls a function whose errno is not asked for, or can be had by calling again. (A socket
         * reports a pending error once; after that of AF_UNIX, ECONNRESET, recv tells that the peer
         * is gone, and send that it cannot be reached, which is the same.)
         */
        static final MethodHandle CALL = link();

        private WithoutErrno() {}
    }

    // <sys/socket.h>

    // int socket(int domain, int type, int protocol)
    static final MemorySegment SOCKET = find("socket");

    // int socketpair(int domain, int type, int protocol, int pair[2])
    static final MemorySegment SOCKETPAIR = find("socketpair");

    // int bind(int fd, const struct sockaddr *address, socklen_t length)
    static final MemorySegment BIND = find("bind");

    // int listen(int fd, int backlog)
    static final MemorySegment LISTEN = find("listen");

    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
    static final MemorySegment ACCEPT4 = find("accept4");

    // int connect(int fd, const struct sockaddr *address, socklen_t length)
    static final MemorySegment CONNECT = find("connect");

    // ssize_t recv(int fd, void *buffer, size_t length, int flags)
    static final MemorySegment RECV = find("recv");

    // ssize_t send(int fd, const void *buffer, size_t length, int flags)
    static final MemorySegment SEND = find("send");

    // ssize_t recvmsg(int fd, struct msghdr *message, int flags)
    static final MemorySegment RECVMSG = find("recvmsg");

    // ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
    static final MemorySegment SENDMSG = find("sendmsg");

    // int getsockopt(int fd, int level, int option, void *value, socklen_t *length)
    static final MemorySegment GETSOCKOPT = find("getsockopt");

    // int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
    static final MemorySegment SETSOCKOPT = find("setsockopt");

    // <sys/epoll.h>

    // int epoll_create1(int flags)
    static final MemorySegment EPOLL_CREATE1 = find("epoll_create1");

    // int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
    static final MemorySegment EPOLL_CTL = find("epoll_ctl");

    // int epoll_wait(int epoll, struct epoll_event *events, int max, int timeout)
    static final MemorySegment EPOLL_WAIT = find("epoll_wait");

    // <sys/mman.h>

    // int memfd_create(const char *name, unsigned int flags)
    static final MemorySegment MEMFD_CREATE = find("memfd_create");

    // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
    static final MemorySegment MMAP = find("mmap");

    // int munmap(void *address, size_t length)
    static final MemorySegment MUNMAP = find("munmap");

    // <unistd.h>

    // int ftruncate(int fd, off_t length)
    static final MemorySegment FTRUNCATE = find("ftruncate");

    // ssize_t read(int fd, void *buffer, size_t length)
    static final MemorySegment READ = find("read");

    // ssize_t write(int fd, const void *buffer, size_t length)
    static final MemorySegment WRITE = find("write");

    // ssize_t pread(int fd, void *buffer, size_t length, off_t offset)
    static final MemorySegment PREAD = find("pread");

    // ssize_t pwrite(int fd, const void *buffer, size_t length, off_t offset)
    static final MemorySegment PWRITE = find("pwrite");

    // int unlink(const char *path)
    static final MemorySegment UNLINK = find("unlink");

    // int close(int fd)
    static final MemorySegment CLOSE = find("close");

    // <fcntl.h>

    // int open(const char *path, int flags, ...): the mode
    static final MemorySegment OPEN = find("open");

    // int posix_fallocate(int fd, off_t offset, off_t length)
    static final MemorySegment POSIX_FALLOCATE = find("posix_fallocate");

    // int fcntl(int fd, int command, ...): of the commands used, each takes at most one argument
    static final MemorySegment FCNTL = find("fcntl");

    // <sys/eventfd.h>

    // int eventfd(unsigned int initial, int flags)
    static final MemorySegment EVENTFD = find("eventfd");

    // <sys/timerfd.h>

    // int timerfd_create(clockid_t clock, int flags)
    static final MemorySegment TIMERFD_CREATE = find("timerfd_create");

    // int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec
    // *old)
    static final MemorySegment TIMERFD_SETTIME = find("timerfd_settime");

    // <sys/stat.h>

    // int statx(int dir, const char *path, int flags, unsigned int mask, struct statx *buffer)
    static final MemorySegment STATX = find("statx");

    // int fchmod(int fd, mode_t mode)
    static final MemorySegment FCHMOD = find("fchmod");

    // int fchmodat(int dir, const char *path, mode_t mode, int flags)
    static final MemorySegment FCHMODAT = find("fchmodat");

    // <sched.h>

    // int sched_setaffinity(pid_t pid, size_t bytes, const cpu_set_t *mask)
    static final MemorySegment SCHED_SETAFFINITY = find("sched_setaffinity");

    private Libc() {}

    private static MethodHandle link(Linker.Option... options) {
        try {
            return LINKER.downcallHandle(SEVEN_LONGS, options);
        } catch (IllegalCallerException e) {
            Module module = Libc.class.getModule();
            String flag =
                    "--enable-native-access="
                            + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
            // An Error: any other exception would leave the static initialiser in a wrapper.
            Error error =
                    new UnsatisfiedLinkError("Almanac calls Linux directly: run java with " + flag);
            error.initCause(e);
            throw error;
        }
    }

    private static MemorySegment find(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> missing(name));
    }

    private static UnsatisfiedLinkError missing(String name) {
        return new UnsatisfiedLinkError(
                "the C library has no %s: Almanac needs Linux with glibc 2.28 or newer"
                        .formatted(name));
    }
}
