// SPDX-License-Identifier: BSD-3-Clause
/**
 * Scheduling through shared memory (schedshm): participants that map it read the time and their
 * horizon there, and leave their requests there, without a message.
 */
@NullMarked
package dev.almanac.shm;

import org.jspecify.annotations.NullMarked;
