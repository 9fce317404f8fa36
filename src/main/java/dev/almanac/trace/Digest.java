// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

/**
 * A number for a schedule: who started, got the floor and sent a broadcast, in which order, at
 * which simulated time. Equal runs have equal digests; real time is left out, and so is how
 * participants were told.
 *
 * <p>64 bits, from 0; each word w makes them (h ^ w) * 0x9e3779b97f4a7c15 without overflow, and
 * then h ^ h >>> 32. Either step can be undone, so one word that differs never goes unseen.
 */
public final class Digest {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private long hash;

    /**
     * Somebody started, or got the floor.
     *
     * @param who its ID; where it told none, its number, inverted
     * @param time in nanoseconds of simulated time
     */
    public void ran(long who, long time) {
        add(who);
        add(time);
    }

    /** Somebody sent a broadcast. */
    public void broadcast(long who, long time, long bits) {
        add(~bits);
        add(who);
        add(time);
    }

    private void add(long word) {
        hash = (hash ^ word) * MULTIPLIER;
        hash ^= hash >>> 32;
    }

    /** The digest of all so far. */
    public long value() {
        return hash;
    }

    /** As people read it: 16 digits. */
    public static String toString(long digest) {
        return "%016x".formatted(digest);
    }
}
