// SPDX-License-Identifier: BSD-3-Clause
/**
 * User-Mode Linux kernels that talk over the simulated Ethernet. What each guest does stands in its
 * test, as shell commands; {@code src/test/guest/net-guest} runs them.
 */
@NullMarked
package dev.almanac.guestnet;

import org.jspecify.annotations.NullMarked;
