// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What kind of file a path names, in memory of the caller's arena. Of the struct's fields only
 * those that Almanac asks for are spelled out.
 *
 * <pre>{@code
 * struct statx {             // <linux/stat.h>, statx(2); 256 bytes
 *     __u32 stx_mask;        // offset 0: which of the fields are valid
 *     ...
 *     __u16 stx_mode;        // offset 28: type and permissions
 *     ...
 *     __u64 stx_ino;         // offset 32
 *     __u64 stx_size;        // offset 40
 *     ...
 * };
 * }</pre>
 */
public final class Statx {
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("stx_mask"),
                            MemoryLayout.paddingLayout(24),
                            JAVA_SHORT.withName("stx_mode"),
                            MemoryLayout.paddingLayout(2),
                            JAVA_LONG.withName("stx_ino"),
                            JAVA_LONG.withName("stx_size"),
                            MemoryLayout.paddingLayout(208))
                    .withName("statx");

    private static final long MASK = LAYOUT.byteOffset(PathElement.groupElement("stx_mask"));
    private static final long MODE = LAYOUT.byteOffset(PathElement.groupElement("stx_mode"));
    private static final long INO = LAYOUT.byteOffset(PathElement.groupElement("stx_ino"));

    private static final long SIZE = LAYOUT.byteOffset(PathElement.groupElement("stx_size"));

    private final MemorySegment segment;

    /** Makes room for one. */
    public Statx(Arena arena) {
        segment = arena.allocate(LAYOUT);
    }

    /** The struct. */
    public MemorySegment segment() {
        return segment;
    }

    /** Which fields are valid: bits of STATX_TYPE, ... */
    public int mask() {
        return segment.get(JAVA_INT, MASK);
    }

    /** The type of the file: S_IFSOCK, S_IFREG, ... (STATX_TYPE) */
    public int type() {
        return segment.get(JAVA_SHORT, MODE) & Linux.S_IFMT;
    }

    /** Who may do what with the file: the lowest twelve bits (STATX_MODE). */
    public int permissions() {
        return segment.get(JAVA_SHORT, MODE) & 07777;
    }

    /** How long the file is, in bytes (STATX_SIZE). */
    public long size() {
        return segment.get(JAVA_LONG, SIZE);
    }

    /** Tells a file from one that was put into its place (STATX_INO). */
    public long inode() {
        return segment.get(JAVA_LONG, INO);
    }
}
