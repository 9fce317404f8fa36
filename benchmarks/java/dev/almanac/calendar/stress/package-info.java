// SPDX-License-Identifier: BSD-3-Clause

/** Races of the calendar under jcstress: few steps, many schedules, every outcome classified. */
@NullMarked
package dev.almanac.calendar.stress;

import org.jspecify.annotations.NullMarked;
