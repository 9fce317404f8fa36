// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The frames that are on their way, the next one first: by time, and at one time in the order of
 * their tickets. A binary heap; allocates only when it holds more than ever before.
 */
final class FramesInFlight {
    private @Nullable Frame[] heap = new Frame[64];
    private int size;

    int size() {
        return size;
    }

    /** The next one; null if there is none. */
    @Nullable Frame peek() {
        return heap[0];
    }

    void add(Frame frame) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / 2;
            Frame above = heap[parent];
            if (!before(frame, above)) {
                break;
            }
            heap[at] = above;
            at = parent;
        }
        heap[at] = frame;
    }

    /** Takes the next one out; null if there is none. */
    @Nullable Frame poll() {
        Frame first = heap[0];
        if (first != null) {
            Frame last = heap[--size];
            heap[size] = null;
            if (size > 0) {
                sink(last);
            }
        }
        return first;
    }

    private void sink(@Nullable Frame frame) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], frame)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = frame;
    }

    private static boolean before(@Nullable Frame a, @Nullable Frame b) {
        if (a == null || b == null) {
            return b == null;
        }
        return a.due == b.due ? a.ticket - b.ticket < 0 : a.due - b.due < 0;
    }
}
