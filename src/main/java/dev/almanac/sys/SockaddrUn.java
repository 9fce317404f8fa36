// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.ByteBuffer;

/**
 * The address of an AF_UNIX socket: a path, in memory of the caller's arena.
 *
 * <pre>{@code
 * struct sockaddr_un {          // <sys/un.h>, unix(7)
 *     sa_family_t sun_family;   // AF_UNIX
 *     char        sun_path[108];
 * };
 * }</pre>
 */
public final class SockaddrUn {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_SHORT.withName("sun_family"),
                            MemoryLayout.sequenceLayout(108, JAVA_BYTE).withName("sun_path"))
                    .withName("sockaddr_un");

    private static final long FAMILY = LAYOUT.byteOffset(PathElement.groupElement("sun_family"));
    private static final long PATH = LAYOUT.byteOffset(PathElement.groupElement("sun_path"));

    /** The longest path in bytes: one less than {@code sun_path} has, for the NUL at its end. */
    public static final int MAX_PATH_BYTES = (int) (LAYOUT.byteSize() - PATH) - 1;

    private final MemorySegment segment;
    private final int length;

    /**
     * Makes the address of a path.
     *
     * @param path 1 to {@link #MAX_PATH_BYTES} bytes in the encoding of file names
     * @throws IllegalArgumentException when the path cannot be the address of a socket; the message
     *     says why
     */
    public SockaddrUn(Arena arena, String path) {
        ByteBuffer bytes = PathName.encode(path);
        int size = bytes.remaining();
        if (size == 0 || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a socket's path is empty or contains a NUL");
        }
        if (size > MAX_PATH_BYTES) {
            throw new IllegalArgumentException(
                    "a socket's path has at most %d bytes, this one has %d: %s"
                            .formatted(MAX_PATH_BYTES, size, path));
        }
        segment = arena.allocate(LAYOUT);
        segment.set(JAVA_SHORT, FAMILY, (short) Linux.AF_UNIX);
        segment.asSlice(PATH).copyFrom(MemorySegment.ofBuffer(bytes));
        length = (int) PATH + size + 1;
    }

    /** The struct, for bind(2) and connect(2). */
    public MemorySegment segment() {
        return segment;
    }

    /** How many bytes of the struct are used, the NUL included. */
    public int length() {
        return length;
    }

    /** The path alone, with its NUL: the same bytes for statx(2) and unlink(2). */
    public MemorySegment path() {
        return segment.asSlice(PATH, length - PATH);
    }
}
