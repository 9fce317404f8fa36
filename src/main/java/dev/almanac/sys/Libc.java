// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that Almanac calls: the only class that links. Below each
 * prototype is its handle, and each handle takes one more argument, before those of the prototype:
 * the segment of {@link #CALL_STATE} that errno is copied to.
 *
 * <p>Every handle captures errno, those of the hot path too. It costs 2 ns a call. It allocates 40
 * bytes a call, but only until C2 has compiled the caller. The alternative, a handle without it and
 * a second call through one with it after a -1, would be wrong: a socket reports a pending error,
 * such as ECONNRESET, once and forgets it.
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
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

    // <sys/socket.h>

    // int socket(int domain, int type, int protocol)
    static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    // int bind(int fd, const struct sockaddr *address, socklen_t length)
    static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    // int listen(int fd, int backlog)
    static final MethodHandle LISTEN = link("listen", JAVA_INT, JAVA_INT, JAVA_INT);

    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
    static final MethodHandle ACCEPT4 =
            link("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

    // int connect(int fd, const struct sockaddr *address, socklen_t length)
    static final MethodHandle CONNECT = link("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    // ssize_t recv(int fd, void *buffer, size_t length, int flags)
    static final MethodHandle RECV =
            link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    // ssize_t send(int fd, const void *buffer, size_t length, int flags)
    static final MethodHandle SEND =
            link("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    // ssize_t recvmsg(int fd, struct msghdr *message, int flags)
    static final MethodHandle RECVMSG = link("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

    // ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
    static final MethodHandle SENDMSG = link("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

    // int getsockopt(int fd, int level, int option, void *value, socklen_t *length)
    static final MethodHandle GETSOCKOPT =
            link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    // int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
    static final MethodHandle SETSOCKOPT =
            link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    // <sys/epoll.h>

    // int epoll_create1(int flags)
    static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", JAVA_INT, JAVA_INT);

    // int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
    static final MethodHandle EPOLL_CTL =
            link("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);

    // int epoll_wait(int epoll, struct epoll_event *events, int max, int timeout)
    static final MethodHandle EPOLL_WAIT =
            link("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    // <sys/mman.h>

    // int memfd_create(const char *name, unsigned int flags)
    static final MethodHandle MEMFD_CREATE = link("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);

    // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
    static final MethodHandle MMAP =
            link("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    // int munmap(void *address, size_t length)
    static final MethodHandle MUNMAP = link("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);

    // <unistd.h>

    // int ftruncate(int fd, off_t length)
    static final MethodHandle FTRUNCATE = link("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);

    // ssize_t read(int fd, void *buffer, size_t length)
    static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    // ssize_t write(int fd, const void *buffer, size_t length)
    static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    // ssize_t pread(int fd, void *buffer, size_t length, off_t offset)
    static final MethodHandle PREAD =
            link("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

    // ssize_t pwrite(int fd, const void *buffer, size_t length, off_t offset)
    static final MethodHandle PWRITE =
            link("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

    // int unlink(const char *path)
    static final MethodHandle UNLINK = link("unlink", JAVA_INT, ADDRESS);

    // int close(int fd)
    static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

    // <fcntl.h>

    // int fcntl(int fd, int command, ...): of the commands used, each takes at most one argument
    static final MethodHandle FCNTL =
            linkVariadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    // <sys/eventfd.h>

    // int eventfd(unsigned int initial, int flags)
    static final MethodHandle EVENTFD = link("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);

    // <sys/timerfd.h>

    // int timerfd_create(clockid_t clock, int flags)
    static final MethodHandle TIMERFD_CREATE = link("timerfd_create", JAVA_INT, JAVA_INT, JAVA_INT);

    // int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec
    // *old)
    static final MethodHandle TIMERFD_SETTIME =
            link("timerfd_settime", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    // <sys/stat.h>

    // int statx(int dir, const char *path, int flags, unsigned int mask, struct statx *buffer)
    static final MethodHandle STATX =
            link("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

    // <sched.h>

    // int sched_setaffinity(pid_t pid, size_t bytes, const cpu_set_t *mask)
    static final MethodHandle SCHED_SETAFFINITY =
            link("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

    private Libc() {}

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(result, arguments), CAPTURE_ERRNO);
    }

    private static MethodHandle linkVariadic(
            String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return downcall(
                name,
                FunctionDescriptor.of(result, arguments),
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle downcall(
            String name, FunctionDescriptor type, Linker.Option... options) {
        MemorySegment function = LINKER.defaultLookup().find(name).orElseThrow(() -> missing(name));
        try {
            return LINKER.downcallHandle(function, type, options);
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

    private static UnsatisfiedLinkError missing(String name) {
        return new UnsatisfiedLinkError(
                "the C library has no %s: Almanac needs Linux with glibc 2.28 or newer"
                        .formatted(name));
    }
}
