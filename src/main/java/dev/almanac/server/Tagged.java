// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What the system is given a number for, which comes back with an event: index and generation. So
 * an event that is still on its way when something is taken out does not reach what takes its
 * place.
 *
 * <p>Belongs to one thread. Only {@link #add} may allocate.
 */
final class Tagged<T> {
    /** They start again at 0, so that no tag is less than 0. */
    private static final int GENERATIONS = Integer.MAX_VALUE;

    private @Nullable Object[] things = new Object[64];
    private int[] generations = new int[64];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used;

    /** Puts something in; its tag. */
    long add(T thing) {
        int index = freeIndex();
        things[index] = thing;
        return (long) generations[index] << Integer.SIZE | index;
    }

    /** What has a tag; null if it was taken out. */
    @SuppressWarnings("unchecked") // only add puts things in
    @Nullable T get(long tag) {
        int index = (int) tag;
        return generations[index] == (int) (tag >>> Integer.SIZE) ? (T) things[index] : null;
    }

    /** Takes out what has a tag. */
    void remove(long tag) {
        int index = (int) tag;
        things[index] = null;
        generations[index] = (generations[index] + 1) & GENERATIONS;
        free.push(index);
    }

    private int freeIndex() {
        Integer index = free.poll();
        if (index != null) {
            return index;
        }
        if (used == things.length) {
            things = Arrays.copyOf(things, used * 2);
            generations = Arrays.copyOf(generations, used * 2);
        }
        return used++;
    }
}
