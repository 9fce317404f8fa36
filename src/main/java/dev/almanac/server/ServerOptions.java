// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Settings;

/**
 * What a user decides about a calendar.
 *
 * @param path where it listens
 * @param settings of the simulation
 * @param shareMemory whether participants are offered shared memory
 * @param debugLevel how much goes to standard output: 0 to 3
 */
public record ServerOptions(String path, Settings settings, boolean shareMemory, int debugLevel) {}
