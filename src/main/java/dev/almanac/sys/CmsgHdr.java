// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/**
 * Room for the descriptors that travel with one message (SCM_RIGHTS), in memory of the caller's
 * arena: the only control message that our sockets see.
 *
 * <pre>{@code
 * struct cmsghdr {        // <sys/socket.h>, cmsg(3)
 *     size_t cmsg_len;    // CMSG_LEN(n * sizeof(int)): this header and what follows
 *     int    cmsg_level;  // SOL_SOCKET
 *     int    cmsg_type;   // SCM_RIGHTS
 *  // int    descriptors[n], then padding to a multiple of 8: CMSG_SPACE
 * };
 * }</pre>
 */
public final class CmsgHdr {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("cmsg_len"),
                            JAVA_INT.withName("cmsg_level"),
                            JAVA_INT.withName("cmsg_type"))
                    .withName("cmsghdr");

    /** The most descriptors Linux lets travel with one message (SCM_MAX_FD, unix(7)). */
    public static final int MAX_DESCRIPTORS = 253;

    private static final long LEN = LAYOUT.byteOffset(PathElement.groupElement("cmsg_len"));
    private static final long LEVEL = LAYOUT.byteOffset(PathElement.groupElement("cmsg_level"));
    private static final long TYPE = LAYOUT.byteOffset(PathElement.groupElement("cmsg_type"));
    private static final long DATA = LAYOUT.byteSize();

    private final MemorySegment segment;

    /**
     * Makes room, empty at first.
     *
     * @param descriptors 1 to {@link #MAX_DESCRIPTORS}; an odd number is rounded up
     */
    public CmsgHdr(Arena arena, int descriptors) {
        Objects.checkIndex(descriptors - 1, MAX_DESCRIPTORS);
        segment = arena.allocate(space(descriptors), LAYOUT.byteAlignment());
        clear();
    }

    /** The struct and the room behind it. */
    public MemorySegment segment() {
        return segment;
    }

    /** Forgets the descriptors (and closes none). */
    public void clear() {
        segment.set(JAVA_LONG, LEN, DATA);
        segment.set(JAVA_INT, LEVEL, Linux.SOL_SOCKET);
        segment.set(JAVA_INT, TYPE, Linux.SCM_RIGHTS);
    }

    /**
     * Adds a descriptor to be sent. The receiver gets a duplicate; ours stays open.
     *
     * @throws IndexOutOfBoundsException when there is no room
     */
    public void add(int fd) {
        long end = segment.get(JAVA_LONG, LEN);
        segment.set(JAVA_INT, end, fd);
        segment.set(JAVA_LONG, LEN, end + Integer.BYTES);
    }

    /** How many bytes are to be sent: CMSG_SPACE of the descriptors added. */
    long usedBytes() {
        return align(segment.get(JAVA_LONG, LEN));
    }

    /**
     * How many descriptors the last recvmsg brought, which was made with {@code message} and did
     * not fail. Each is an open file of this process from then on, also when {@link
     * MsgHdr#controlTruncated()}.
     */
    public int received(MsgHdr message) {
        boolean rights =
                message.controlBytes() >= DATA // else Linux wrote nothing here
                        && segment.get(JAVA_INT, LEVEL) == Linux.SOL_SOCKET
                        && segment.get(JAVA_INT, TYPE) == Linux.SCM_RIGHTS;
        return rights ? (int) ((segment.get(JAVA_LONG, LEN) - DATA) / Integer.BYTES) : 0;
    }

    /** A received descriptor. */
    public int descriptor(int index) {
        return segment.get(JAVA_INT, DATA + (long) index * Integer.BYTES);
    }

    /** CMSG_SPACE: bytes of a control message of so many descriptors, padding included. */
    static long space(int descriptors) {
        return align(DATA + (long) descriptors * Integer.BYTES);
    }

    private static long align(long length) {
        return (length + Long.BYTES - 1) & -Long.BYTES;
    }
}
