// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Paths as the system takes them. */
public final class PathName {
    private PathName() {}

    /**
     * The bytes of a path and the NUL at its end, in memory of the caller's arena.
     *
     * @throws IllegalArgumentException when no file can have that path; the message says why
     */
    public static MemorySegment of(Arena arena, String path) {
        ByteBuffer bytes = encode(path);
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a file's path is empty or contains a NUL");
        }
        MemorySegment name = arena.allocate(bytes.remaining() + 1L);
        name.copyFrom(MemorySegment.ofBuffer(bytes));
        return name;
    }

    /** Encodes as the virtual machine decoded the command line, so that bytes come out as typed. */
    static ByteBuffer encode(String path) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        try {
            return charset.newEncoder().encode(CharBuffer.wrap(path));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "a path has characters that %s cannot write (LC_ALL?): %s"
                            .formatted(charset, path),
                    e);
        }
    }
}
