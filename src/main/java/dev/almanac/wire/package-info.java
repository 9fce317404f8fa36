// SPDX-License-Identifier: BSD-3-Clause
/**
 * What travels between a calendar and its participants: the 16-byte message and the shared memory
 * of schedshm, version 2, as the public header {@code linux/um_timetravel.h} (Linux 6.11 and later)
 * lays them out. Host byte order, natural alignment: both ends are on one machine.
 *
 * <p>Method names say how memory that others see at the same time is accessed: {@code ...Acquire}
 * reads so that everything its writer wrote before is seen too, {@code ...Release} writes so that
 * everything written before is seen by whoever reads it with acquire, and no suffix means that
 * nobody else can be writing at that moment.
 */
@NullMarked
package dev.almanac.wire;

import org.jspecify.annotations.NullMarked;
