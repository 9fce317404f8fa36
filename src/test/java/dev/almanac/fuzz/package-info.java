// SPDX-License-Identifier: BSD-3-Clause
/**
 * What fuzz tests have in common; they themselves are beside what they test, named {@code *Fuzz}.
 */
@NullMarked
package dev.almanac.fuzz;

import org.jspecify.annotations.NullMarked;
