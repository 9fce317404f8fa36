// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;

import org.jspecify.annotations.Nullable;

/**
 * How people steer a simulation.
 *
 * @param control where those connect who do; null for nowhere
 * @param speed how many times as fast as real time it may go, above 0; 0 for as fast as possible
 * @param speedStrict how far it may fall behind that speed before it is ended, in nanoseconds of
 *     real time; 0 for any
 * @param shuffleTies the seed of the order among requests for the same time; null for first come,
 *     first served
 */
public record SteeringOptions(
        @Nullable String control, double speed, long speedStrict, @Nullable Long shuffleTies) {
    /** The slowest and the fastest that {@code speed} may be, if it is not 0. */
    public static final double SLOWEST = 1e-6;

    public static final double FASTEST = 1e6;

    /** Whether anybody steers while it goes on. */
    boolean isWanted() {
        return control != null || speed != 0;
    }

    /** Who asked to run when, in the order that was asked for. */
    Calendar calendar() {
        return shuffleTies == null ? new Calendar() : Calendar.shufflingTies(shuffleTies);
    }

    /** Nobody steers. */
    public static final SteeringOptions NONE = new SteeringOptions(null, 0, 0, null);
}
