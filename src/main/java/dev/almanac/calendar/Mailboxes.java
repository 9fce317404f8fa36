// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mailbox for each slot, in which its writer leaves the newest entry, a request or a withdrawal,
 * and from which the conductor picks it up.
 *
 * <pre>
 *   long 0   edition   2n + 1: the n-th entry is a request, its time is in cell n mod 2
 *                      2n:     the n-th entry is a withdrawal
 *   long 1   cell 0    a time
 *   long 2   cell 1    a time
 *   long 3   seen      the edition that the conductor picked up last
 *   4 to 10  unused
 * </pre>
 *
 * The slot's writer writes the first three: the time into the cell that the current edition does
 * not use, then the edition. The conductor reads the edition, the cell, and the edition again: if
 * it did not change, the cell was not written either, because that happens two editions later.
 *
 * <p>An edition, not only a dirty bit, tells a new request from one that the conductor already has:
 * a writer sets its bit after the conductor, led there by an earlier bit, may have seen the new
 * entry and granted it, and a granted request must not come back.
 *
 * <p>Mailboxes are 88 bytes apart, so that what is used of two never shares a line of 64 bytes,
 * wherever the heap puts the array. They come in chunks that never move: growing adds a chunk, and
 * so cannot disturb a writer.
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
    private static final int BOX_LONGS = 11;
    private static final int CELLS = 1;
    private static final int SEEN = 3;

    private final long[] @Nullable [] chunks = new long[Calendar.MAX_SLOTS >>> CHUNK_SHIFT][];

    private long time;

    /** Conductor: makes room for {@code slot} and the rest of its chunk. */
    void admit(int slot) {
        int chunk = slot >>> CHUNK_SHIFT;
        if (chunks[chunk] == null) {
            CHUNK.setRelease(chunks, chunk, new long[CHUNK_SLOTS * BOX_LONGS]);
        }
    }

    /** The slot's writer: its newest entry is a request for {@code time}. */
    void post(int slot, long time) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        long edition = (chunk[box] | 1) + 2;
        // Release: who reads this cell too early must also find that the edition has changed.
        WORD.setRelease(chunk, cell(box, edition), time);
        WORD.setRelease(chunk, box, edition);
    }

    /** The slot's writer: its newest entry is that it asks for nothing. */
    void withdraw(int slot) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        WORD.setRelease(chunk, box, (chunk[box] | 1) + 1);
    }

    /**
     * Conductor: picks up the newest entry of {@code slot}, if it is new; the time of a {@link
     * #REQUEST} is then {@link #time()}. It goes round again only if the writer has finished
     * another entry meanwhile.
     */
    int receive(int slot) {
        long[] chunk = chunk(slot);
        int box = box(slot);
        // Volatile: not before the dirty bit was taken, see DirtySlots.mark.
        long edition = (long) WORD.getVolatile(chunk, box);
        if (edition == chunk[box + SEEN]) {
            return NOTHING_NEW;
        }
        long read;
        do {
            read = edition;
            time = (long) WORD.getAcquire(chunk, cell(box, read));
            edition = (long) WORD.getAcquire(chunk, box);
        } while (edition != read);
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
        return (slot & (CHUNK_SLOTS - 1)) * BOX_LONGS;
    }

    private static int cell(int box, long edition) {
        return box + CELLS + (int) ((edition >> 1) & 1);
    }
}
