// SPDX-License-Identifier: BSD-3-Clause
/**
 * Java programs as participants of a simulation, with any calendar that speaks the time-travel
 * protocol. {@link dev.almanac.client.Participant} is all that most need.
 */
@NullMarked
package dev.almanac.client;

import org.jspecify.annotations.NullMarked;
