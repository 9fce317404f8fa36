// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What sendmsg(2) sends and recvmsg(2) fills in: buffers and, beside them, descriptors. One object
 * serves any number of calls, in memory of the caller's arena. It holds the addresses of the {@link
 * IoVec} and the {@link CmsgHdr}, which must outlive every call that is made with it.
 *
 * <pre>{@code
 * struct msghdr {                 // <sys/socket.h>, recvmsg(2)
 *     void         *msg_name;     // unused: our sockets are connected
 *     socklen_t     msg_namelen;
 *     struct iovec *msg_iov;
 *     size_t        msg_iovlen;
 *     void         *msg_control;
 *     size_t        msg_controllen;
 *     int           msg_flags;    // received
 * };
 * }</pre>
 */
public final class MsgHdr {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            ADDRESS.withName("msg_name"),
                            JAVA_INT.withName("msg_namelen"),
                            MemoryLayout.paddingLayout(4),
                            ADDRESS.withName("msg_iov"),
                            JAVA_LONG.withName("msg_iovlen"),
                            ADDRESS.withName("msg_control"),
                            JAVA_LONG.withName("msg_controllen"),
                            JAVA_INT.withName("msg_flags"),
                            MemoryLayout.paddingLayout(4))
                    .withName("msghdr");

    private static final long IOV = offset("msg_iov");
    private static final long IOVLEN = offset("msg_iovlen");
    private static final long CONTROL = offset("msg_control");
    private static final long CONTROLLEN = offset("msg_controllen");
    private static final long FLAGS = offset("msg_flags");

    private final MemorySegment segment;

    /** Makes a header without buffers and without control data. */
    public MsgHdr(Arena arena) {
        segment = arena.allocate(LAYOUT);
    }

    /** The struct. */
    public MemorySegment segment() {
        return segment;
    }

    /** Names the buffers: the first {@code count} entries. */
    public void buffers(IoVec vector, int count) {
        segment.set(JAVA_LONG, IOV, vector.segment().address());
        segment.set(JAVA_LONG, IOVLEN, count);
    }

    /** The next sendmsg carries the descriptors that were put into {@code control}. */
    public void send(CmsgHdr control) {
        control(control.segment().address(), control.usedBytes());
    }

    /**
     * The next recvmsg may fill all of {@code control}. To be called again before each recvmsg,
     * because Linux writes over the length.
     */
    public void receive(CmsgHdr control) {
        control(control.segment().address(), control.segment().byteSize());
    }

    /** How many bytes of control data the last recvmsg brought. */
    long controlBytes() {
        return segment.get(JAVA_LONG, CONTROLLEN);
    }

    /**
     * Whether descriptors were lost in the last recvmsg (MSG_CTRUNC): there was no room for them,
     * or this process has too many open files. Those that did arrive are ours, to be closed.
     */
    public boolean controlTruncated() {
        return (segment.get(JAVA_INT, FLAGS) & Linux.MSG_CTRUNC) != 0;
    }

    private void control(long address, long length) {
        segment.set(JAVA_LONG, CONTROL, address);
        segment.set(JAVA_LONG, CONTROLLEN, length);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
