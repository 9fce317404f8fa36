// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

/**
 * Something that is going to happen, to be told to people.
 *
 * @param time when, in nanoseconds of simulated time
 * @param ticket its place among those of the same time
 * @param who the participant that asked to run then; null for the network
 */
public record Event(long time, long ticket, @Nullable Session who) {}
