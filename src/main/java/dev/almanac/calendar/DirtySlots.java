// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The slots whose mailbox has something new: a bit for each slot, and a flag for each word of bits,
 * so that a sweep looks for flags, which the processor compares by the dozen, and then touches
 * dirty words only.
 *
 * <p>Marking is wait-free. A slot's bit is set by its only writer and cleared by the conductor, so
 * a writer that finds its bit clear may <em>add</em> it: nobody else can have set it meanwhile, and
 * an addition succeeds at the first try, unlike a compare-and-set loop, whatever the neighbours do.
 * A flag has many writers; they all store 1.
 *
 * <p>The two sides go opposite ways: a writer fills its mailbox, sets the bit, raises the flag; the
 * conductor lowers the flag, takes the bits, reads the mailboxes. A writer makes sure of the flag
 * itself, also when it finds other bits in the word: whoever set those may not have got to the flag
 * yet, and may not for long.
 */
final class DirtySlots {
    /** What a sweep does with each slot. */
    @FunctionalInterface
    interface Visitor {
        void visit(int slot);
    }

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(byte[].class);

    private static final int WORDS = Calendar.MAX_SLOTS / Long.SIZE;
    private static final byte[] NO_FLAGS = new byte[WORDS];

    /** So few flags are looked at one by one: to set out a comparison of vectors takes longer. */
    private static final int FEW = 8;

    private final long[] words = new long[WORDS];
    private final byte[] flags = new byte[WORDS];

    /** Conductor: how many words the open slots need. */
    private int used;

    /** Conductor: sweeps will look at {@code slot} as well. */
    void admit(int slot) {
        used = Math.max(used, word(slot) + 1);
    }

    /** The slot's writer, when it has filled the mailbox. */
    void mark(int slot) {
        int word = word(slot);
        long bit = 1L << slot;
        if (isSet((long) WORD.getOpaque(words, word), bit)) {
            // The conductor has yet to come for the entry before. If it has not taken the bit even
            // now that everybody can see the new entry, it will read the new one.
            VarHandle.fullFence();
            if (isSet((long) WORD.getVolatile(words, word), bit)) {
                return;
            }
        }
        WORD.getAndAdd(words, word, bit);
        if ((byte) FLAG.getAcquire(flags, word) == 0) {
            FLAG.setRelease(flags, word, (byte) 1);
        }
    }

    /** Conductor: whether any slot is marked. */
    boolean isMarked() {
        VarHandle.acquireFence(); // the search reads plainly: each one must read anew
        return nextFlag(0) < used;
    }

    /** Conductor: unmarks every marked slot and shows it to {@code visitor}, in slot order. */
    void sweep(Visitor visitor) {
        VarHandle.acquireFence(); // the search reads plainly: each sweep must read anew
        for (int word = nextFlag(0); word < used; word = nextFlag(word + 1)) {
            FLAG.setOpaque(flags, word, (byte) 0);
            long bits = (long) WORD.getAndSet(words, word, 0L);
            for (; bits != 0; bits &= bits - 1) {
                visitor.visit(word * Long.SIZE + Long.numberOfTrailingZeros(bits));
            }
        }
    }

    private int nextFlag(int from) {
        if (used <= FEW) {
            int word = from;
            while (word < used && flags[word] == 0) {
                word++;
            }
            return word;
        }
        int distance = Arrays.mismatch(flags, from, used, NO_FLAGS, from, used);
        return distance < 0 ? used : from + distance;
    }

    private static int word(int slot) {
        return slot >>> 6;
    }

    private static boolean isSet(long word, long bit) {
        return (word & bit) != 0;
    }
}
