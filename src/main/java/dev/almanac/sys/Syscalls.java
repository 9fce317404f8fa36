// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import java.lang.foreign.MemorySegment;

/**
 * The Linux system calls Almanac makes, one method a C function: the result, or {@code -errno}.
 *
 * <p>An instance belongs to the thread that uses it ({@link LinuxSyscalls} keeps errno in a buffer
 * of its own). It is an interface so that a test can make any call fail, return short or be
 * interrupted. No method allocates or throws; an error is a negative value, to be compared with
 * {@link Errno}. Segments must be native, and pointers in them are the caller's business. Each
 * method is described by the man page of its name, section 2.
 */
public interface Syscalls {
    /** Makes a socket; a descriptor. */
    int socket(int domain, int type, int protocol);

    /** Makes two sockets that are connected to each other, two ints in {@code pair}; 0. */
    int socketpair(int domain, int type, int protocol, MemorySegment pair);

    /** Gives a socket its name; 0. */
    int bind(int fd, MemorySegment address, int length);

    /** Lets connections queue at a socket; 0. */
    int listen(int fd, int backlog);

    /** Accepts a connection without asking for the peer's address; a descriptor. */
    int accept4(int fd, int flags);

    /** Connects a socket to an address; 0. */
    int connect(int fd, MemorySegment address, int length);

    /**
     * Receives at most {@code length} bytes; how many, 0 at the end of the stream. That its peer
     * has left without reading all, which recv(2) reports once as ECONNRESET, is such an end.
     */
    long recv(int fd, MemorySegment buffer, long length, int flags);

    /** Sends at most {@code length} bytes; how many. */
    long send(int fd, MemorySegment buffer, long length, int flags);

    /** Receives into what the {@link MsgHdr} names; how many bytes, 0 at the end of the stream. */
    long recvmsg(int fd, MemorySegment msghdr, int flags);

    /** Sends what the {@link MsgHdr} names; how many bytes. */
    long sendmsg(int fd, MemorySegment msghdr, int flags);

    /** Reads a socket option into {@code value}; {@code length} is an int, in and out; 0. */
    int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length);

    /** Sets a socket option; 0. */
    int setsockopt(int fd, int level, int option, MemorySegment value, int length);

    /** Makes an epoll instance; a descriptor. */
    int epollCreate1(int flags);

    /** Adds, changes or removes a descriptor of an epoll instance; 0. */
    int epollCtl(int epoll, int operation, int fd, MemorySegment event);

    /**
     * Waits for events.
     *
     * @param timeoutMillis how long; 0 = only look, -1 = without end
     * @return how many of {@code events} were filled in
     */
    int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis);

    /** Makes an anonymous memory file; a descriptor. */
    int memfdCreate(MemorySegment name, int flags);

    /** Opens a file; a descriptor. */
    int open(MemorySegment path, int flags, int mode);

    /** Sets a file's length in bytes; 0. */
    int ftruncate(int fd, long length);

    /**
     * Gives a part of a file room on its disk, so that writing there cannot fail for want of it,
     * and makes the file as long as that; 0. Section 3.
     */
    int posixFallocate(int fd, long offset, long length);

    /** Asks or changes something of a descriptor; depends on the command. */
    int fcntl(int fd, int command, long argument);

    /** Maps a file; the address, page aligned, or a value of -4095 to -1. */
    long mmap(long address, long length, int protection, int flags, int fd, long offset);

    /** Unmaps; 0. Nothing may touch that memory any more. */
    int munmap(long address, long length);

    /** Reads from a descriptor; how many bytes. */
    long read(int fd, MemorySegment buffer, long length);

    /** Writes to a descriptor; how many bytes. */
    long write(int fd, MemorySegment buffer, long length);

    /**
     * Reads at an offset of a file into the buffer from {@code at} on; how many bytes, fewer past
     * its end.
     */
    long pread(int fd, MemorySegment buffer, long at, long length, long offset);

    /** Writes what is in the buffer from {@code at} on, at an offset of a file; how many bytes. */
    long pwrite(int fd, MemorySegment buffer, long at, long length, long offset);

    /** Makes a counter to wait for; a descriptor. */
    int eventfd(int initial, int flags);

    /** Makes a timer to wait for; a descriptor. */
    int timerfdCreate(int clock, int flags);

    /** Sets a timer from a {@code struct itimerspec}; 0. */
    int timerfdSettime(int fd, int flags, MemorySegment value);

    /** Describes a file into a {@link Statx}, without following a symbolic link at its end; 0. */
    int lstatx(MemorySegment path, int mask, MemorySegment statx);

    /** Describes an open file into a {@link Statx}; 0. */
    int fstatx(int fd, int mask, MemorySegment statx);

    /** Sets the permissions of an open file; of a socket: those of the file that bind makes; 0. */
    int fchmod(int fd, int mode);

    /** Sets the permissions of a file, without following a symbolic link at its end; 0. */
    int lchmod(MemorySegment path, int mode);

    /** Removes a name; 0. */
    int unlink(MemorySegment path);

    /** Closes a descriptor; 0. Never repeated after EINTR: Linux has closed it by then. */
    int close(int fd);

    /** Pins the calling thread to the processors of a bit mask; 0. */
    int schedSetaffinity(int pid, long maskBytes, MemorySegment mask);
}
