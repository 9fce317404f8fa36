// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import java.util.Arrays;

/**
 * How often which durations were there. Those below 64 ns are kept as they are, longer ones with
 * six bits: at most 3% short of what they were.
 */
final class Histogram {
    private static final int BITS = 5;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[(Long.SIZE - BITS) * STEPS];
    private long count;
    private long max;

    /** Counts a duration, 0 or more. */
    void add(long nanos) {
        counts[index(nanos)]++;
        count++;
        max = Math.max(max, nanos);
    }

    private static int index(long nanos) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - BITS - 1);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    private static long lowest(int index) {
        int shift = Math.max(0, index / STEPS - 1);
        return (long) (index - shift * STEPS) << shift;
    }

    /** How many there were. */
    long count() {
        return count;
    }

    /** The longest, exactly; 0 if there was none. */
    long max() {
        return max;
    }

    /** The one that a part of them, 0 to 1, does not exceed; 0 if there was none. */
    long quantile(double part) {
        long rank = (long) Math.ceil(part * count);
        long seen = 0;
        for (int index = 0; index < counts.length; index++) {
            seen += counts[index];
            if (seen >= rank && seen > 0) {
                return lowest(index);
            }
        }
        return 0;
    }

    /** How many were shorter than each of some durations, in ascending order, and how many not. */
    long[] below(long... bounds) {
        long[] below = new long[bounds.length + 1];
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] > 0) {
                int place = Arrays.binarySearch(bounds, lowest(index));
                below[place >= 0 ? place + 1 : -place - 1] += counts[index];
            }
        }
        return below;
    }
}
