// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Statx;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one guest, in the files that it is in: at most eight regions, each known under two
 * addresses. Reads and writes go through the file, not through a mapping: whatever the guest does
 * to the file, such as making it shorter, is an error of a call, never a signal.
 *
 * <p>Belongs to the event loop's thread. Addresses are unsigned.
 */
final class MemoryTable implements AutoCloseable {
    /** The most regions of a table. */
    static final int MAX_REGIONS = 8;

    private static final int PREFIX = 8;

    private final Syscalls sys;
    private final Statx statx;

    private final int[] files = new int[MAX_REGIONS];
    private final long[] guest = new long[MAX_REGIONS];
    private final long[] user = new long[MAX_REGIONS];
    private final long[] length = new long[MAX_REGIONS];
    private final long[] fileOffset = new long[MAX_REGIONS];
    private int count;

    /** No memory yet. */
    MemoryTable(Syscalls sys, Arena arena) {
        this.sys = sys;
        statx = new Statx(arena);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /**
     * Takes over the regions, and the files, of a SET_MEM_TABLE in place of those it had.
     *
     * @throws Misbehaviour if one of them cannot be used
     */
    void replace(MessageReader table) {
        MemorySegment message = table.message();
        int size = table.size();
        long regions =
                size < PREFIX
                        ? 0
                        : Integer.toUnsignedLong(message.get(JAVA_INT, MessageReader.PAYLOAD));
        // UML sends room for two regions however many it has.
        if (regions < 1 || regions > MAX_REGIONS || size < PREFIX + regions * MemoryRegion.SIZE) {
            throw new Misbehaviour(
                    "sent a memory table of %d regions in %d bytes".formatted(regions, size));
        }
        if (table.descriptorCount() != regions) {
            throw new Misbehaviour(
                    "sent a memory table of %d regions with %d descriptors"
                            .formatted(regions, table.descriptorCount()));
        }
        close();
        table.takeDescriptors(files);
        count = (int) regions;
        for (int i = 0; i < count; i++) {
            long at = MessageReader.PAYLOAD + PREFIX + (long) i * MemoryRegion.SIZE;
            guest[i] = MemoryRegion.guestAddress(message, at);
            user[i] = MemoryRegion.userAddress(message, at);
            length[i] = MemoryRegion.length(message, at);
            fileOffset[i] = MemoryRegion.fileOffset(message, at);
            check(i);
        }
    }

    private void check(int region) {
        long bytes = length[region];
        // The last byte must not be before the first; an offset in a file is never negative.
        if (bytes <= 0
                || wraps(guest[region], bytes)
                || wraps(user[region], bytes)
                || fileOffset[region] < 0) {
            throw new Misbehaviour("sent a memory region with impossible numbers");
        }
        for (int other = 0; other < region; other++) {
            if (overlap(guest, region, other) || overlap(user, region, other)) {
                throw new Misbehaviour("sent memory regions that overlap");
            }
        }
        int asked = Linux.STATX_TYPE | Linux.STATX_SIZE;
        int flags = sys.fcntl(files[region], Linux.F_GETFL, 0);
        // Only a regular file: others may make us wait, or do something when they are read.
        if (flags < 0
                || (flags & (Linux.O_ACCMODE | Linux.O_APPEND)) != Linux.O_RDWR
                || sys.fstatx(files[region], asked, statx.segment()) < 0
                || statx.type() != Linux.S_IFREG) {
            throw new Misbehaviour("sent a memory region that is no file to read and write");
        }
        if (bytes > statx.size() || fileOffset[region] > statx.size() - bytes) {
            throw new Misbehaviour("sent a memory region beyond the end of its file");
        }
    }

    private static boolean wraps(long address, long bytes) {
        return Long.compareUnsigned(address + bytes - 1, address) < 0;
    }

    private boolean overlap(long[] base, int a, int b) {
        return Long.compareUnsigned(base[a] - base[b], length[b]) < 0
                || Long.compareUnsigned(base[b] - base[a], length[a]) < 0;
    }

    /**
     * Finds memory by the front-end's address for it.
     *
     * @return the region, or -1 if it is not, or not all, in one
     */
    int regionOfUser(long address, long bytes) {
        return region(user, address, bytes);
    }

    /** Where in the region's file that is. */
    long offsetOfUser(int region, long address) {
        return address - user[region] + fileOffset[region];
    }

    private int region(long[] base, long address, long bytes) {
        for (int i = 0; i < count; i++) {
            // Unsigned: an address below the base is far beyond the length.
            if (bytes <= length[i]
                    && Long.compareUnsigned(address - base[i], length[i] - bytes) <= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether all of a range of guest-physical addresses is there. */
    boolean contains(long address, long bytes) {
        return region(guest, address, bytes) >= 0;
    }

    /**
     * Reads guest-physical memory that is {@linkplain #contains there}.
     *
     * @throws Misbehaviour if the file does not have it any more
     */
    void read(long address, MemorySegment to, long at, long bytes) {
        int region = region(guest, address, bytes);
        load(region, address - guest[region] + fileOffset[region], to, at, bytes);
    }

    /**
     * Writes guest-physical memory that is {@linkplain #contains there}.
     *
     * @throws Misbehaviour if the file does not take it
     */
    void write(long address, MemorySegment from, long at, long bytes) {
        int region = region(guest, address, bytes);
        store(region, address - guest[region] + fileOffset[region], from, at, bytes);
    }

    /** Reads from the file of a region. */
    void load(int region, long offset, MemorySegment to, long bytes) {
        load(region, offset, to, 0, bytes);
    }

    private void load(int region, long offset, MemorySegment to, long at, long bytes) {
        long n;
        do {
            n = sys.pread(files[region], to, at, bytes, offset);
        } while (n == -Errno.EINTR);
        check(n, bytes);
    }

    /** Writes to the file of a region. */
    void store(int region, long offset, MemorySegment from, long bytes) {
        store(region, offset, from, 0, bytes);
    }

    private void store(int region, long offset, MemorySegment from, long at, long bytes) {
        long n;
        do {
            n = sys.pwrite(files[region], from, at, bytes, offset);
        } while (n == -Errno.EINTR);
        check(n, bytes);
    }

    private static void check(long done, long bytes) {
        if (done != bytes) {
            throw new Misbehaviour(
                    done < 0
                            ? "has memory that cannot be used: " + Errno.message((int) -done)
                            : "made its memory shorter");
        }
    }

    /** Closes the files; there is no memory any more. */
    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            sys.close(files[i]);
            files[i] = -1; // the number may be another file's at once
        }
        count = 0;
    }
}
