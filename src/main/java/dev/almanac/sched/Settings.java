// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/**
 * What a user decides about a simulation.
 *
 * @param clients how many participants must have asked to start before the first is started
 * @param maxSlots how many slots there are, the calendar's own slot 0 included; 2 to 65,536
 * @param freeRun how far in nanoseconds a participant may run ahead by itself, even when nobody
 *     else has a request; 0 for no bound. Whoever comes late waits at most that long, in simulated
 *     time
 * @param stormWarn after how many grants at one instant to say so; 0 for never
 * @param timeAtStart the time of day at simulated time 0, in nanoseconds since 1970 UTC
 */
public record Settings(int clients, int maxSlots, long freeRun, long stormWarn, long timeAtStart) {}
