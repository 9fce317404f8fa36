// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

/**
 * Which run of a calendar a recording is of.
 *
 * @param begun when the recording began, in nanoseconds since 1970 UTC
 * @param timeAtStart the time of day at simulated time 0, likewise
 * @param pid the calendar's process
 */
public record Run(long begun, long timeAtStart, int pid) {}
