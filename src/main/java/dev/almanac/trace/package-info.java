// SPDX-License-Identifier: BSD-3-Clause
/**
 * The flight recorder: what happens in a simulation, as 32-byte records in a file or in the last
 * few thousand of them in memory, and what is read from such a recording afterwards, or while it is
 * written. docs/recording.md describes the format.
 *
 * <p>{@link dev.almanac.trace.Recorder} writes, {@link dev.almanac.trace.Recording} reads. Neither
 * knows the scheduler: participants are numbers here, in the order in which they connected, from 1.
 */
@NullMarked
package dev.almanac.trace;

import org.jspecify.annotations.NullMarked;
