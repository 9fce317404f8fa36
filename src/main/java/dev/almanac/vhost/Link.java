// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * The way from one guest into the switch. Frames stay in order on it. Chance comes from a generator
 * of its own, so that what one guest does has no influence on another's luck.
 */
final class Link {
    private static final double BITS_OF_A_FRACTION = 0x1p-53;
    private static final long BIT_NANOS = 8_000_000_000L;

    private final LinkSettings settings;
    private long state;
    private long free;
    private long last;
    private boolean used;
    private boolean lost;
    private long arrival;

    /**
     * A link on which nothing has been sent yet.
     *
     * @param key tells its chance from that of other links
     */
    Link(LinkSettings settings, long key) {
        this.settings = settings;
        state = settings.seed();
        state = random() ^ key;
        state = random();
    }

    /** A frame of so many bytes sets out. */
    void send(long now, int bytes) {
        long leaves = now;
        if (settings.bitsPerSecond() > 0) {
            leaves = (used ? later(free, now) : now) + bytes * BIT_NANOS / settings.bitsPerSecond();
        }
        arrival = leaves + settings.delay();
        lost = fraction() < settings.loss();
        if (settings.jitter() > 0) {
            arrival += (long) (fraction() * (settings.jitter() + 1.0));
        }
        if (used) {
            arrival = later(arrival, last);
        }
        free = leaves;
        last = arrival;
        used = true;
    }

    /** Whether the frame that was sent last is lost. */
    boolean isLost() {
        return lost;
    }

    /** When the frame that was sent last arrives. */
    long arrival() {
        return arrival;
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    /** 0 to 1, without 1. */
    private double fraction() {
        return (random() >>> 11) * BITS_OF_A_FRACTION;
    }

    /** SplitMix64 (Steele, Lea, Flood 2014): written out, to be the same on every Java. */
    private long random() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
