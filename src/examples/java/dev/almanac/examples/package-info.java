// SPDX-License-Identifier: BSD-3-Clause
/** Participants as one may write them, from twenty lines on. */
@NullMarked
package dev.almanac.examples;

import org.jspecify.annotations.NullMarked;
