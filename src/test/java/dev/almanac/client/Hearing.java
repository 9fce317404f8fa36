// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Participants of which the second broadcasts, whereupon all want to run at the same time: the
 * others as they hear it, the sender thereafter. The later one starts the sooner it asks.
 */
final class Hearing {
    /** How many they are, with IDs from 1 on. */
    static final int PARTICIPANTS = 4;

    /** In the order of starting, but the sender last. */
    static final List<Integer> HEARERS_FIRST = List.of(1, 3, 4, 2);

    /** In the order of starting, the sender as well. */
    static final List<Integer> ALL_IN_ORDER = List.of(1, 2, 3, 4);

    private static final int SENDER = 2;
    private static final long TIME = 20;

    private final List<Integer> order = new CopyOnWriteArrayList<>();

    /** In which order they have run. */
    List<Integer> order() {
        return List.copyOf(order);
    }

    /** What the one with that ID does. */
    void live(Participant one, int id) {
        Appointment turn = one.at(TIME + 1, () -> order.add(id));
        if (id == SENDER) {
            one.at(TIME / 2, () -> send(one, turn));
        } else {
            one.onBroadcast(bits -> hear(one, id, turn));
        }
        one.runUntil(TIME + 1);
    }

    private static void send(Participant one, Appointment turn) {
        one.broadcast(0);
        turn.moveTo(TIME);
    }

    private static void hear(Participant one, int id, Appointment turn) {
        try {
            TimeUnit.MILLISECONDS.sleep(20L * (PARTICIPANTS - id));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        turn.moveTo(TIME);
        one.onBroadcast(null);
    }
}
