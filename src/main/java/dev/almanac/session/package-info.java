// SPDX-License-Identifier: BSD-3-Clause
/**
 * One connection's side of the time-travel protocol, as data: which state it is in, what it may say
 * there, and which of the calendar's questions it still has to answer. Nothing here reads a socket,
 * a clock or another participant's state.
 */
@NullMarked
package dev.almanac.session;

import org.jspecify.annotations.NullMarked;
