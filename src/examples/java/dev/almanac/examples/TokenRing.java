// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import dev.almanac.client.Participant;
import dev.almanac.embed.Simulation;

import java.util.function.Consumer;

/**
 * One station of a ring. Who has the token keeps it for a while, and then tells everybody, by a
 * broadcast, whose it is now; the first station ends the ring after some rounds.
 */
public final class TokenRing implements Consumer<Participant> {
    private static final long HOLD = 2_000_000; // ns
    private static final long END = -1;

    private final int number;
    private final int stations;
    private int rounds;

    /**
     * A station.
     *
     * @param number 0 to {@code stations} - 1
     * @param rounds how often the token is to come round
     */
    public TokenRing(int number, int stations, int rounds) {
        this.number = number;
        this.stations = stations;
        this.rounds = rounds;
    }

    /** Takes part until the ring ends. */
    @Override
    public void accept(Participant station) {
        station.onBroadcast(holder -> hear(station, holder));
        if (number == 0) {
            hear(station, 0);
        }
        station.run();
    }

    private void hear(Participant station, long holder) {
        if (holder == END) {
            station.close();
        } else if (holder == number) {
            station.after(HOLD, () -> pass(station));
        }
    }

    private void pass(Participant station) {
        System.out.println("station " + number + " had it until " + station.now() / 1_000 + " us");
        if (number == 0 && rounds-- == 0) {
            station.broadcast(END);
            station.close();
        } else {
            station.broadcast((number + 1) % stations);
        }
    }

    /** Simulates a ring of five in this process. */
    public static void main(String[] args) {
        int stations = 5;
        try (Simulation simulation = Simulation.create().participants(stations).open()) {
            for (int number = 0; number < stations; number++) {
                simulation.join(number + 1, new TokenRing(number, stations, 3));
            }
            simulation.run();
        }
    }
}
