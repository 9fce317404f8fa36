// SPDX-License-Identifier: BSD-3-Clause
/**
 * The calendar as a process, and User-Mode Linux kernels as its participants: the proof that
 * counts. The guests' scripts are in {@code src/test/guest}; {@code docs/guests.md} tells about
 * them.
 */
@NullMarked
package dev.almanac.guest;

import org.jspecify.annotations.NullMarked;
