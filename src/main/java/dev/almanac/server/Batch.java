// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/** What insiders have said, in order. Allocates only when there is more than ever before. */
final class Batch {
    private @Nullable Insider[] from = new Insider[64];
    private int[] ops = new int[64];
    private int[] seqs = new int[64];
    private long[] times = new long[64];
    private int size;

    int size() {
        return size;
    }

    void add(Insider who, int op, int seq, long time) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            ops = Arrays.copyOf(ops, 2 * size);
            seqs = Arrays.copyOf(seqs, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        from[size] = who;
        ops[size] = op;
        seqs[size] = seq;
        times[size] = time;
        size++;
    }

    Insider from(int i) {
        return Objects.requireNonNull(from[i]);
    }

    int op(int i) {
        return ops[i];
    }

    int seq(int i) {
        return seqs[i];
    }

    long time(int i) {
        return times[i];
    }

    void clear() {
        Arrays.fill(from, 0, size, null);
        size = 0;
    }
}
