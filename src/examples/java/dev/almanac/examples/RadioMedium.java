// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import dev.almanac.client.Participant;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A radio channel with its stations on a plane, as one participant: a frame reaches each station
 * when light has come that far, or is lost, the more likely the farther away it is.
 */
public final class RadioMedium {
    private static final double METRES_PER_NANOSECOND = 0.299792458;

    private final Participant time;
    private final double range;
    private final RandomGenerator random;
    private final List<Station> stations = new ArrayList<>();

    /**
     * A channel without stations.
     *
     * @param range in metres: from there on every frame is lost
     * @param seed two runs with the same one are the same
     */
    public RadioMedium(Participant time, double range, long seed) {
        this.time = time;
        this.range = range;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Somebody who sends and hears. */
    public final class Station {
        private final String name;
        private final double x;
        private final double y;
        private final BiConsumer<Station, String> onFrame;

        private Station(String name, double x, double y, BiConsumer<Station, String> onFrame) {
            this.name = name;
            this.x = x;
            this.y = y;
            this.onFrame = onFrame;
        }

        /** Its name. */
        public String name() {
            return name;
        }

        /** Sends a frame to all others. */
        public void send(String frame) {
            for (Station other : stations) {
                double metres = Math.hypot(x - other.x, y - other.y);
                if (other != this && !isLost(metres)) {
                    time.after(delay(metres), () -> other.onFrame.accept(this, frame));
                }
            }
        }
    }

    /**
     * Puts up a station.
     *
     * @param x metres to the east
     * @param y metres to the north
     * @param onFrame gets whoever sent a frame, and the frame
     */
    public Station add(String name, double x, double y, BiConsumer<Station, String> onFrame) {
        Station station = new Station(name, x, y, onFrame);
        stations.add(station);
        return station;
    }

    private boolean isLost(double metres) {
        double loss = metres / range;
        return random.nextDouble() < loss * loss;
    }

    private static long delay(double metres) {
        return Math.round(metres / METRES_PER_NANOSECOND);
    }

    /** A beacon each tenth of a second for a second, and who hears it, with a calendar's socket. */
    public static void main(String[] args) {
        try (Participant time = Participant.connect(args[0], 200)) {
            RadioMedium medium = new RadioMedium(time, 3_000, 7);
            Station beacon = medium.add("beacon", 0, 0, (from, frame) -> {});
            for (int km = 1; km <= 3; km++) {
                String name = km + " km away";
                medium.add(
                        name,
                        0,
                        km * 1_000 - 1,
                        (from, frame) ->
                                System.out.println(
                                        time.now() + " ns: " + name + " heard " + frame));
            }
            time.every(100_000_000, () -> beacon.send("I am at " + time.now()));
            time.runUntil(1_000_000_000);
        }
    }
}
