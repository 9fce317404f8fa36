// SPDX-License-Identifier: BSD-3-Clause
/**
 * Measures a calendar from outside, as a process, over its socket: any calendar that speaks the
 * protocol, so that two can be compared in one run.
 */
@NullMarked
package dev.almanac.load;

import org.jspecify.annotations.NullMarked;
