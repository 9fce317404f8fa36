// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

/**
 * Conductor only. Draws the tickets that order requests for the same time: the lower one runs
 * first. They count up, so that who asked first is first; or else chance has the upper bits, and
 * the count only keeps them apart.
 *
 * <pre>
 *   bit 63..62   61 ................ 38   37 .............. 0
 *            0   of chance; 0 in order    how many were drawn before
 * </pre>
 *
 * Chance is a function of the seed and of that count, so it is the same in each run.
 */
final class Tickets {
    /** 2^38 requests: three days of a million each second. Beyond that, ties are as they come. */
    private static final int COUNT_BITS = 38;

    private static final long COUNT = (1L << COUNT_BITS) - 1;

    /** The signed difference of two tickets must not overflow. */
    private static final long CHANCE = ((1L << 62) - 1) & ~COUNT;

    private final boolean shuffled;
    private final long seed;
    private long drawn;

    private Tickets(boolean shuffled, long seed) {
        this.shuffled = shuffled;
        this.seed = seed;
    }

    /** Who asks first is first. */
    static Tickets inOrder() {
        return new Tickets(false, 0);
    }

    /** Chance decides. */
    static Tickets shuffled(long seed) {
        return new Tickets(true, seed);
    }

    /** For a request. */
    long draw() {
        long count = drawn++;
        return shuffled ? (chance(count) & CHANCE) | (count & COUNT) : count;
    }

    /** For something that has to keep its place among others of its kind. */
    long drawInOrder() {
        return drawn++;
    }

    /**
     * Every bit depends on every bit of the count: the finalizer of SplitMix64 (Steele, Lea, Flood:
     * Fast splittable pseudorandom number generators).
     */
    private long chance(long count) {
        long z = seed + (count + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
