// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * A pair of rings in memory shared with Linux, io_uring(7): submissions go in, completions come
 * out, and one system call does both: it hands over what was prepared and waits for what is
 * awaited.
 *
 * <p>Belongs to the thread that opens it: Linux lets nobody else enter
 * (IORING_SETUP_SINGLE_ISSUER), and lets completions arrive only while that thread is in {@link
 * #enter} (IORING_SETUP_DEFER_TASKRUN), so that nothing interrupts it. Both need Linux 6.1.
 *
 * <p>In the steady state nothing here allocates.
 */
public final class IoUring implements AutoCloseable {
    /** {@code struct io_uring_sqe}, as far as we use it. */
    static final StructLayout SUBMISSION =
            MemoryLayout.structLayout(
                            JAVA_BYTE.withName("opcode"),
                            JAVA_BYTE.withName("flags"),
                            JAVA_SHORT.withName("ioprio"),
                            JAVA_INT.withName("fd"),
                            JAVA_LONG.withName("off"),
                            JAVA_LONG.withName("addr"),
                            JAVA_INT.withName("len"),
                            JAVA_INT.withName("msg_flags"), // one union with poll32_events
                            JAVA_LONG.withName("user_data"),
                            JAVA_SHORT.withName("buf_group"),
                            MemoryLayout.paddingLayout(22))
                    .withName("io_uring_sqe");

    /** {@code struct io_uring_cqe}. */
    static final StructLayout COMPLETION =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("user_data"),
                            JAVA_INT.withName("res"),
                            JAVA_INT.withName("flags"))
                    .withName("io_uring_cqe");

    private static final long OPCODE = submission("opcode");
    private static final long FLAGS = submission("flags");
    private static final long IOPRIO = submission("ioprio");
    private static final long FD = submission("fd");
    private static final long ADDR = submission("addr");
    private static final long LEN = submission("len");
    private static final long MSG_FLAGS = submission("msg_flags");
    private static final long USER_DATA = submission("user_data");
    private static final long BUF_GROUP = submission("buf_group");
    private static final long DONE_USER_DATA = completion("user_data");
    private static final long DONE_RES = completion("res");
    private static final long DONE_FLAGS = completion("flags");

    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final int BUFFER_ID_SHIFT = 16; // IORING_CQE_BUFFER_SHIFT

    private final Syscalls sys;
    private final int fd;
    private final Arena arena = Arena.ofConfined();
    private final IoUringTimeout timeout = new IoUringTimeout(arena);
    private final Mapping ringsMapping;
    private final Mapping submissionsMapping;
    private final MemorySegment rings;
    private final MemorySegment submissions;

    private final long submissionHead;
    private final long submissionTail;
    private final int submissionMask;
    private final long completionHead;
    private final long completionTail;
    private final long completions;
    private final int completionMask;

    private int tail;
    private int head;
    private int sends;

    private IoUring(Syscalls sys, int fd, IoUringParams params) {
        this.sys = sys;
        this.fd = fd;
        ringsMapping = Mapping.of(sys, fd, Linux.IORING_OFF_SQ_RING, params.ringsSize());
        try {
            submissionsMapping =
                    Mapping.of(sys, fd, Linux.IORING_OFF_SQES, params.submissionsSize());
        } catch (SyscallException e) {
            ringsMapping.close();
            throw e;
        }
        rings = ringsMapping.segment();
        submissions = submissionsMapping.segment();
        submissionHead = params.submission("head");
        submissionTail = params.submission("tail");
        submissionMask = params.get("sq_entries") - 1;
        completionHead = params.completion("head");
        completionTail = params.completion("tail");
        completions = params.completion("cqes");
        completionMask = params.get("cq_entries") - 1;
        // Submissions are taken in the order of this array: for us always their own.
        for (int i = 0; i <= submissionMask; i++) {
            rings.setAtIndex(JAVA_INT, params.submission("array") / JAVA_INT.byteSize() + i, i);
        }
    }

    /**
     * Makes the rings.
     *
     * @param entries how many submissions there is room for, a power of two
     * @param buffers Linux chooses from these where to receive
     * @throws SyscallException if this Linux has none like these, or does not let us
     */
    public static IoUring open(Syscalls sys, int entries, IoUringBuffers buffers) {
        try (Arena arena = Arena.ofConfined()) {
            int flags = Linux.IORING_SETUP_SINGLE_ISSUER | Linux.IORING_SETUP_DEFER_TASKRUN;
            IoUringParams params = new IoUringParams(arena, flags);
            int fd =
                    SyscallException.check(
                            "io_uring_setup", sys.ioUringSetup(entries, params.segment()));
            try {
                int result =
                        sys.ioUringRegister(
                                fd, Linux.IORING_REGISTER_PBUF_RING, buffers.registration(), 1);
                SyscallException.check("IORING_REGISTER_PBUF_RING", result);
                return new IoUring(sys, fd, params);
            } catch (SyscallException e) {
                sys.close(fd);
                throw e;
            }
        }
    }

    /** Whether another submission has to wait for {@link #enter}. */
    public boolean isFull() {
        return tail - (int) INT.getAcquire(rings, submissionHead) > submissionMask;
    }

    /**
     * Prepares to receive from a socket, again and again, into buffers of a group. Completes with
     * each piece: how many bytes, 0 at the end of the stream, or {@code -errno}; {@link #hasMore}
     * tells whether it goes on.
     *
     * @param tag comes back with each completion
     */
    public void receive(int socket, int group, long tag) {
        long entry = prepare(Linux.IORING_OP_RECV, socket, tag);
        submissions.set(JAVA_BYTE, entry + FLAGS, (byte) Linux.IOSQE_BUFFER_SELECT);
        submissions.set(JAVA_SHORT, entry + IOPRIO, (short) Linux.IORING_RECV_MULTISHOT);
        submissions.set(JAVA_SHORT, entry + BUF_GROUP, (short) group);
    }

    /**
     * Prepares to send, without waiting for room. It happens in the next {@link #enter}, until when
     * the bytes have to be left alone, and completes there: how many bytes, or {@code -errno}.
     *
     * @param length 1 to 2<sup>30</sup>
     * @param tag comes back with the completion
     */
    public void send(int socket, MemorySegment bytes, long length, long tag) {
        sends++;
        long entry = prepare(Linux.IORING_OP_SEND, socket, tag);
        submissions.set(JAVA_LONG, entry + ADDR, bytes.address());
        submissions.set(JAVA_INT, entry + LEN, (int) length);
        submissions.set(JAVA_INT, entry + MSG_FLAGS, Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
    }

    /**
     * Prepares to tell once when a descriptor is ready; completes with the events.
     *
     * @param events EPOLLIN, EPOLLOUT, ...
     * @param tag comes back with the completion
     */
    public void poll(int descriptor, int events, long tag) {
        long entry = prepare(Linux.IORING_OP_POLL_ADD, descriptor, tag);
        submissions.set(JAVA_INT, entry + MSG_FLAGS, events);
    }

    private long prepare(int operation, int descriptor, long tag) {
        assert !isFull();
        long entry = (tail++ & submissionMask) * SUBMISSION.byteSize();
        for (long field = 0; field < SUBMISSION.byteSize(); field += JAVA_LONG.byteSize()) {
            submissions.set(JAVA_LONG, entry + field, 0);
        }
        submissions.set(JAVA_BYTE, entry + OPCODE, (byte) operation);
        submissions.set(JAVA_INT, entry + FD, descriptor);
        submissions.set(JAVA_LONG, entry + USER_DATA, tag);
        return entry;
    }

    /**
     * Hands over what was prepared, and waits until something besides its sends is completed,
     * unless something is already.
     *
     * @param timeoutMillis how long at most; 0 = not at all, -1 = without end
     * @return how many completions there are, possibly 0
     * @throws SyscallException if the ring does not work
     */
    public int enter(int timeoutMillis) {
        INT.setRelease(rings, submissionTail, tail);
        int prepared = tail - (int) INT.getAcquire(rings, submissionHead);
        int wanted =
                timeoutMillis == 0 || ready() > 0 ? 0 : sends + 1; // its sends complete at once
        sends = 0;
        int result =
                timeoutMillis <= 0
                        ? sys.ioUringEnter(
                                fd,
                                prepared,
                                wanted,
                                Linux.IORING_ENTER_GETEVENTS,
                                MemorySegment.NULL,
                                0)
                        : sys.ioUringEnter(
                                fd,
                                prepared,
                                wanted,
                                Linux.IORING_ENTER_GETEVENTS | Linux.IORING_ENTER_EXT_ARG,
                                timeout.millis(timeoutMillis),
                                timeout.size());
        if (result < 0 && !isPassing(-result)) {
            throw new SyscallException("io_uring_enter", -result);
        }
        return ready();
    }

    /** Interrupted, timed out, or short of memory for a moment: what is prepared stays so. */
    private static boolean isPassing(int errno) {
        return errno == Errno.EINTR
                || errno == Errno.ETIME
                || errno == Errno.EAGAIN
                || errno == Errno.EBUSY;
    }

    /** How many completions there are. */
    public int ready() {
        return (int) INT.getAcquire(rings, completionTail) - head;
    }

    /** The tag of a completion, from 0. */
    public long tag(int index) {
        return rings.get(JAVA_LONG, completed(index) + DONE_USER_DATA);
    }

    /** What it completed with. */
    public int result(int index) {
        return rings.get(JAVA_INT, completed(index) + DONE_RES);
    }

    /** Whether it has a buffer, which is ours until it is given back. */
    public boolean hasBuffer(int index) {
        return (flags(index) & Linux.IORING_CQE_F_BUFFER) != 0;
    }

    /** Which buffer it has. */
    public int buffer(int index) {
        return flags(index) >>> BUFFER_ID_SHIFT;
    }

    /** Whether the same submission will complete again. */
    public boolean hasMore(int index) {
        return (flags(index) & Linux.IORING_CQE_F_MORE) != 0;
    }

    /** The first {@code count} completions have been looked at. */
    public void seen(int count) {
        head += count;
        INT.setRelease(rings, completionHead, head);
    }

    private int flags(int index) {
        return rings.get(JAVA_INT, completed(index) + DONE_FLAGS);
    }

    private long completed(int index) {
        return completions + ((head + index) & completionMask) * COMPLETION.byteSize();
    }

    /** Ends everything that was submitted. */
    @Override
    public void close() {
        submissionsMapping.close();
        ringsMapping.close();
        sys.close(fd);
        arena.close();
    }

    private static long submission(String field) {
        return SUBMISSION.byteOffset(PathElement.groupElement(field));
    }

    private static long completion(String field) {
        return COMPLETION.byteOffset(PathElement.groupElement(field));
    }
}
