// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots whose mailbox has something new: a bit each, and a flag for every group of 32 words, so
 * that a sweep looks at no more than 32 flags and the words of the groups that are flagged.
 *
 * <p>A slot's bit is set by its only writer and cleared by the conductor. So a writer that finds
 * its bit clear may <em>add</em> it: nobody else can have set it meanwhile. An addition always
 * succeeds the first time, whatever the neighbours do, unlike a compare-and-set loop. The flags
 * have many writers, which all store the same 1.
 *
 * <p>Everybody goes the opposite way: writers set the mailbox, the bit, the flag; the conductor
 * clears the flag, then the bit, then reads the mailbox. A writer makes sure of the flag itself,
 * also when the word shows that others came before: they may not have got to the flag yet.
 */
final class DirtySlots {
    /** What a sweep does with each slot. */
    @FunctionalInterface
    interface Visitor {
        void visit(int slot);
    }

    private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int GROUP_SHIFT = 5;

    private final long[] words = new long[Calendar.MAX_SLOTS / Long.SIZE];
    private final long[] flags = new long[words.length >> GROUP_SHIFT];

    /** Conductor: how many words the open slots need. */
    private int used = 1;

    /** Conductor: sweeps will look at {@code slot} as well. */
    void admit(int slot) {
        used = Math.max(used, slot / Long.SIZE + 1);
    }

    /** The slot's writer, after it has filled the mailbox. */
    void mark(int slot) {
        int word = slot / Long.SIZE;
        long bit = 1L << slot;
        if (((long) LONG.getOpaque(words, word) & bit) != 0) {
            // The conductor has yet to come for what was there before. If it has not cleared the
            // bit even now that the mailbox is filled for everybody to see, it will read that too.
            VarHandle.fullFence();
            if (((long) LONG.getVolatile(words, word) & bit) != 0) {
                return;
            }
        }
        LONG.getAndAdd(words, word, bit);
        int group = word >>> GROUP_SHIFT;
        if ((long) LONG.getVolatile(flags, group) == 0) {
            LONG.setRelease(flags, group, 1L);
        }
    }

    /** Conductor: hands over every marked slot once, in slot order, and unmarks it before. */
    void sweep(Visitor visitor) {
        for (int group = 0; group << GROUP_SHIFT < used; group++) {
            if ((long) LONG.getOpaque(flags, group) != 0) {
                LONG.getAndSet(flags, group, 0L);
                sweep(group, visitor);
            }
        }
    }

    private void sweep(int group, Visitor visitor) {
        int end = Math.min(used, (group + 1) << GROUP_SHIFT);
        for (int word = group << GROUP_SHIFT; word < end; word++) {
            if ((long) LONG.getVolatile(words, word) != 0) {
                long bits = (long) LONG.getAndSet(words, word, 0L);
                for (; bits != 0; bits &= bits - 1) {
                    visitor.visit(word * Long.SIZE + Long.numberOfTrailingZeros(bits));
                }
            }
        }
    }
}
