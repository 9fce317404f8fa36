// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

/**
 * One step of a schedule: somebody starts, gets the floor, or sends a broadcast. Those of equal
 * runs are equal.
 *
 * @param type {@link EventType#STARTED}, {@link EventType#GRANTED}, or {@link EventType#RECEIVED}
 *     for a broadcast
 * @param who its name
 * @param time in nanoseconds of simulated time
 * @param bits of a broadcast; else 0
 */
public record Step(EventType type, String who, long time, long bits) {}
