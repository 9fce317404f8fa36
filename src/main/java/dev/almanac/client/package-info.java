// SPDX-License-Identifier: BSD-3-Clause
/**
 * For Java programs that take part in a simulation: the participant's side of the protocol, with
 * Almanac or any other calendar that speaks it.
 */
@NullMarked
package dev.almanac.client;

import org.jspecify.annotations.NullMarked;
