// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mailbox for each slot, in which its writer leaves the newest request and from which the
 * conductor picks it up.
 *
 * <pre>
 *   long 0   edition   2n + 1: the n-th entry is a request, its time is in cell n mod 2
 *                      2n:     the n-th entry is a withdrawal
 *   long 1   cell 0    a time
 *   long 2   cell 1    a time
 *   long 3   seen      the edition that the conductor picked up last
 *   4 to 15  unused
 * </pre>
 *
 * The first three are written by the slot's writer only: the cell first, then the edition by
 * release. It never writes into the cell of the current edition, so the conductor that finds the
 * same edition before and after it read the cell has a time that belongs to it. The conductor needs
 * the edition, not only a dirty bit, to tell a new request from one it already has: a writer may
 * set its bit after the conductor, led by an earlier bit, saw the new edition, and a request that
 * was granted meanwhile must not come back.
 *
 * <p>Mailboxes are 128 bytes apart, so that no two share a cache line, wherever the heap puts the
 * array, nor the pair of lines that x86 processors fetch together. They come in chunks that never
 * move: growing adds a chunk, and so cannot race with posting.
 */
final class Mailboxes {
    /** What {@link #receive} found. */
    static final int NOTHING_NEW = 0;

    static final int WITHDRAWAL = 1;
    static final int REQUEST = 2;

    private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int CHUNK_SHIFT = 6;
    private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;
    private static final int BOX_SHIFT = 4;
    private static final int CELLS = 1;
    private static final int SEEN = 3;

    private final long[] @Nullable [] chunks = new long[Calendar.MAX_SLOTS >> CHUNK_SHIFT][];

    private long time;

    /** Conductor: makes room for {@code slot} and its 63 neighbours. */
    void admit(int slot) {
        int chunk = slot >>> CHUNK_SHIFT;
        if (chunks[chunk] == null) {
            CHUNK.setRelease(chunks, chunk, new long[CHUNK_SLOTS << BOX_SHIFT]);
        }
    }

    /** The slot's writer: its newest entry is a request for {@code time}. */
    void post(int slot, long time) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        long edition = (chunk[box] | 1) + 2;
        WORD.setOpaque(chunk, cell(box, edition), time);
        WORD.setRelease(chunk, box, edition);
    }

    /** The slot's writer: its newest entry is that it asks for nothing. */
    void withdraw(int slot) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        WORD.setRelease(chunk, box, (chunk[box] | 1) + 1);
    }

    /**
     * Conductor: picks up the newest entry of {@code slot}; of a {@link #REQUEST} the time is then
     * {@link #time()}. It goes round again only if the writer finished another entry meanwhile.
     */
    int receive(int slot) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        long edition = (long) WORD.getAcquire(chunk, box);
        if (edition == chunk[box + SEEN]) {
            return NOTHING_NEW;
        }
        for (; ; ) {
            time = (long) WORD.getAcquire(chunk, cell(box, edition));
            long again = (long) WORD.getAcquire(chunk, box);
            if (again == edition) {
                break;
            }
            edition = again;
        }
        chunk[box + SEEN] = edition;
        return (edition & 1) == 0 ? WITHDRAWAL : REQUEST;
    }

    /** Conductor: the time of the request received last. */
    long time() {
        return time;
    }

    private long[] chunk(int slot) {
        long[] chunk = (long[]) CHUNK.getAcquire(chunks, slot >>> CHUNK_SHIFT);
        if (chunk == null) {
            throw new IllegalStateException("slot " + slot + " is not open");
        }
        return chunk;
    }

    private static int box(int slot) {
        return (slot & CHUNK_SLOTS - 1) << BOX_SHIFT;
    }

    private static int cell(int box, long edition) {
        return box + CELLS + ((int) (edition >>> 1) & 1);
    }
}
