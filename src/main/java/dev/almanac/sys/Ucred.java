// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Who is at the other end of an AF_UNIX connection, in memory of the caller's arena.
 *
 * <pre>{@code
 * struct ucred {   // <sys/socket.h>, SO_PEERCRED in unix(7)
 *     pid_t pid;
 *     uid_t uid;
 *     gid_t gid;
 * };
 * }</pre>
 */
public final class Ucred {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("pid"),
                            JAVA_INT.withName("uid"),
                            JAVA_INT.withName("gid"))
                    .withName("ucred");

    private static final long PID = LAYOUT.byteOffset(PathElement.groupElement("pid"));
    private static final long UID = LAYOUT.byteOffset(PathElement.groupElement("uid"));
    private static final long GID = LAYOUT.byteOffset(PathElement.groupElement("gid"));

    private final MemorySegment segment;
    private final MemorySegment length;

    /** Makes room for one. */
    public Ucred(Arena arena) {
        segment = arena.allocate(LAYOUT);
        length = arena.allocate(JAVA_INT);
    }

    /**
     * Asks who connected, or listened, at the time of connect(2).
     *
     * @return 0, or {@code -errno}
     */
    public int readPeer(Syscalls sys, int socket) {
        length.set(JAVA_INT, 0, (int) LAYOUT.byteSize());
        return sys.getsockopt(socket, Linux.SOL_SOCKET, Linux.SO_PEERCRED, segment, length);
    }

    /** The process, or 0 when it lives in a PID namespace that we cannot see. */
    public int pid() {
        return segment.get(JAVA_INT, PID);
    }

    /** The effective user. */
    public int uid() {
        return segment.get(JAVA_INT, UID);
    }

    /** The effective group. */
    public int gid() {
        return segment.get(JAVA_INT, GID);
    }
}
