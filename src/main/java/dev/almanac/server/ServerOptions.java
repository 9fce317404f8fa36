// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Settings;

/**
 * What a user decides about a calendar.
 *
 * @param path where it listens
 * @param settings of the simulation
 * @param shareMemory whether participants are offered shared memory
 * @param debugLevel how much goes to standard output: 0 to 3; less than 0 = nothing at all
 * @param strict whether the first broken rule ends the simulation
 * @param hangWarn after how long without a word from whoever runs to say so, in nanoseconds of real
 *     time; 0 = never
 * @param hangTimeout after how long to end the simulation; likewise
 */
public record ServerOptions(
        String path,
        Settings settings,
        boolean shareMemory,
        int debugLevel,
        boolean strict,
        long hangWarn,
        long hangTimeout) {}
