// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import dev.almanac.client.Participant;

/** Prints each simulated minute, of the hour after it has joined. */
public final class MinuteClock {
    private static final long MINUTE = 60_000_000_000L;

    private MinuteClock() {}

    /** Takes part in the simulation whose calendar has the socket of that path. */
    public static void main(String[] args) {
        try (Participant clock = Participant.connect(args[0], 100)) {
            clock.every(MINUTE, () -> System.out.println(clock.now() / MINUTE + " min"));
            clock.runUntil(60 * MINUTE);
        }
    }
}
