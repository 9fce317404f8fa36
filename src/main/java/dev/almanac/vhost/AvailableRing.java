// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The ring in which a driver offers buffers, by the index of their first descriptor: their head.
 *
 * <pre>{@code
 * u16 flags, u16 idx, u16 head[N]      the driver writes
 * }</pre>
 *
 * <p>The driver fills a place and then moves idx, so idx is read first, and then all the heads that
 * it tells of, or many, with one more call of the system. What a driver has offered it may not
 * change, so they stay true until they are taken.
 *
 * <p>Belongs to the event loop's thread.
 */
final class AvailableRing {
    private static final int U16 = 0xffff;
    private static final int IDX = 2;
    private static final int HEADS = 4;
    private static final int HEAD_SIZE = 2;
    private static final int BATCH = 64;

    private final MemoryTable memory;
    private final MemorySegment begin;
    private final MemorySegment heads;

    private int region;
    private long offset;
    private int size = 1;

    private int next;
    private int seen;
    private int firstKnown;
    private int known;

    /** A ring that is nowhere yet. */
    AvailableRing(MemoryTable memory, Arena arena) {
        this.memory = memory;
        begin = arena.allocate(Long.BYTES, Long.BYTES);
        heads = arena.allocate((long) BATCH * HEAD_SIZE, HEAD_SIZE);
    }

    /** How many bytes a ring of so many places has. */
    static long bytes(int size) {
        return HEADS + (long) size * HEAD_SIZE;
    }

    /** It is there from now on: in the file of a region of the memory. */
    void isAt(int newRegion, long newOffset, int newSize) {
        region = newRegion;
        offset = newOffset;
        size = newSize;
        known = 0;
    }

    /** The number of the next buffer, 0 to 65,535; it runs freely. */
    int base() {
        return next;
    }

    void setBase(int base) {
        next = base;
        seen = base;
        known = 0;
    }

    /**
     * How many buffers are offered now.
     *
     * @throws Misbehaviour if there cannot be so many
     */
    int offered() {
        memory.load(region, offset, begin, HEADS + HEAD_SIZE * Math.min(size, 2L));
        int idx = Short.toUnsignedInt(begin.get(JAVA_SHORT, IDX));
        int offered = (idx - next) & U16;
        if (offered > size) {
            throw new Misbehaviour("offers %d buffers in a queue of %d".formatted(offered, size));
        }
        seen = idx;
        VarHandle.acquireFence();
        return offered;
    }

    /**
     * The next buffer that is offered, which stays offered until {@link #take}.
     *
     * @return its head, any number to 65,535; -1 if there is none
     */
    int head() {
        if (seen == next && offered() == 0) {
            return -1;
        }
        int at = (next - firstKnown) & U16;
        if (at >= known) {
            readHeads();
            at = 0;
        }
        return Short.toUnsignedInt(heads.get(JAVA_SHORT, (long) at * HEAD_SIZE));
    }

    /** Takes the buffer that {@link #head} named. */
    void take() {
        next = (next + 1) & U16;
    }

    private void readHeads() {
        int place = next & size - 1;
        int untilEnd = size - place;
        int count = Math.min(BATCH, Math.min((seen - next) & U16, untilEnd));
        long at = offset + HEADS + (long) place * HEAD_SIZE;
        memory.load(region, at, heads, (long) count * HEAD_SIZE);
        firstKnown = next;
        known = count;
    }
}
