// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * One buffer of a queue, in our own memory: the pieces that a chain of descriptors named when it
 * was walked. First those that the device reads, then those that it writes.
 *
 * <p>Belongs to the event loop's thread. Allocates only for a longer chain than any before.
 */
final class Chain {
    private final MemoryTable memory;
    private long[] addresses = new long[16];
    private long[] lengths = new long[16];
    private int pieces;
    private int readable;
    private long readableBytes;
    private long writableBytes;

    /** An empty chain of pieces in a guest's memory. */
    Chain(MemoryTable memory) {
        this.memory = memory;
    }

    void clear() {
        pieces = 0;
        readable = 0;
        readableBytes = 0;
        writableBytes = 0;
    }

    /**
     * Adds a piece.
     *
     * @param length at most 2^32 - 1, so that the sums of any chain fit
     */
    void add(long address, long length, boolean writable) {
        if (pieces == addresses.length) {
            addresses = Arrays.copyOf(addresses, pieces * 2);
            lengths = Arrays.copyOf(lengths, pieces * 2);
        }
        addresses[pieces] = address;
        lengths[pieces++] = length;
        if (writable) {
            writableBytes += length;
        } else if (readable < pieces - 1) {
            throw new Misbehaviour("offered a buffer to be read behind one to be written");
        } else {
            readable++;
            readableBytes += length;
        }
    }

    /** How many pieces there are. */
    int pieces() {
        return pieces;
    }

    long readableBytes() {
        return readableBytes;
    }

    long writableBytes() {
        return writableBytes;
    }

    /**
     * Copies what the guest has to say.
     *
     * @param skip how many bytes to leave out first
     * @param bytes how many to copy; with those left out at most {@link #readableBytes}
     * @return false if some of it is not in the guest's memory
     */
    boolean read(long skip, MemorySegment to, long bytes) {
        long at = -skip;
        for (int i = 0; i < readable && at < bytes; i++) {
            long from = Math.max(0, -at);
            long n = Math.min(lengths[i] - from, bytes - Math.max(0, at));
            if (n > 0) {
                if (!memory.contains(addresses[i] + from, n)) {
                    return false;
                }
                memory.read(addresses[i] + from, to, Math.max(0, at), n);
            }
            at += lengths[i];
        }
        return true;
    }

    /**
     * Writes to the guest.
     *
     * @param bytes at most {@link #writableBytes}
     * @throws Misbehaviour if there is no such memory
     */
    void write(MemorySegment from, long bytes) {
        long at = 0;
        for (int i = readable; i < pieces && at < bytes; i++) {
            long n = Math.min(lengths[i], bytes - at);
            if (n > 0) {
                if (!memory.contains(addresses[i], n)) {
                    throw new Misbehaviour("offered a buffer outside its memory");
                }
                memory.write(addresses[i], from, at, n);
                at += n;
            }
        }
    }
}
