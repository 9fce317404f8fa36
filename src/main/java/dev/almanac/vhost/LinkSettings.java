// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * What the way from a guest into the switch does to frames.
 *
 * @param delay how long a frame takes, in nanoseconds; 0 or more
 * @param loss which part of the frames is lost, 0 to 1
 * @param bitsPerSecond how fast a frame's bits leave, one frame after the other; 0 = at once
 * @param jitter up to how much longer a frame takes by chance, in nanoseconds; 0 or more
 * @param seed of chance
 */
public record LinkSettings(long delay, double loss, long bitsPerSecond, long jitter, long seed) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is violated
     */
    public LinkSettings {
        if (delay < 0 || !(loss >= 0 && loss <= 1) || bitsPerSecond < 0 || jitter < 0) {
            throw new IllegalArgumentException("out of range");
        }
    }

    /** A link on which every frame takes the same time. */
    public static LinkSettings ofDelay(long delay) {
        return new LinkSettings(delay, 0, 0, 0, 0);
    }
}
