// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.session.Violation;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whoever breaks a rule goes, and nobody else notices. */
class ViolationsTest {
    private static final int TURNS = 120;
    private static final int OFFENCE = 50;

    /** With slots for four. */
    private static final Settings SETTINGS = new Settings(4, 5, 1_000, 0, 0);

    /** Who takes part beside a, b and c: d waits or runs, and is the one that breaks rules. */
    @ParameterizedTest
    @EnumSource(Violation.class)
    void costsOnlyWhoBrokeIt(Violation violation) {
        try (ScriptedSimulation without = ScriptedSimulation.of(SETTINGS);
                ScriptedSimulation with = ScriptedSimulation.of(SETTINGS)) {
            assertEquals(grants(without, null), grants(with, violation));
        }
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void costsOnlyWhoBrokeItWhereTheOthersShareTime(Violation violation) {
        String[] sharing = {"a", "b", "c"};
        try (ScriptedSimulation without = ScriptedSimulation.withMemory(SETTINGS, sharing);
                ScriptedSimulation with = ScriptedSimulation.withMemory(SETTINGS, sharing)) {
            assertEquals(grants(without, null), grants(with, violation));
        }
    }

    /** What is kept of questions that one does not answer is bounded. */
    @Test
    void whoNeverConfirmsGoesInTheEnd() {
        try (ScriptedSimulation simulation =
                ScriptedSimulation.of(new Settings(1, 5, 1_000, 0, 0))) {
            Puppet a = simulation.begin(1).getFirst().confirmsWhenTold();
            int turns = 0;
            while (simulation.runner() == a) {
                a.requests(simulation.now() + 1);
                if (simulation.runner() == a) {
                    a.waits();
                }
                turns++;
            }
            assertEquals(65_536 / 2 + 2, turns);
            assertTrue(simulation.said().toString().contains("broke NOT_ANSWERING"));
        }
    }

    /** The RUNs of the others, in order. */
    private static List<String> grants(
            ScriptedSimulation simulation, @Nullable Violation violation) {
        List<Puppet> all = simulation.begin(1, 2, 3, 4);
        Puppet d = all.get(3);
        List<String> lines = new ArrayList<>();
        boolean done = false;
        for (int turn = 0; turn < TURNS; turn++) {
            Puppet runner = simulation.runner();
            assertNotNull(runner);
            if (violation != null
                    && !done
                    && turn >= OFFENCE
                    && (runner == d) == running(violation)) {
                commit(violation, simulation, all);
                done = true;
            }
            if (simulation.runner() == runner) {
                long next = simulation.now() + 3 + (simulation.now() ^ runner.slot()) % 4;
                if (runner.sharesTime) {
                    runner.requestsInMemory(next);
                } else {
                    runner.requests(next);
                }
                runner.waits();
            }
            lines.addAll(simulation.said());
        }
        long offences = lines.stream().filter(line -> line.contains(" broke ")).count();
        assertEquals(violation == null ? 0 : 1, offences);
        lines.removeIf(line -> !line.matches("[abc] RUN .*"));
        return lines.subList(0, 60);
    }

    /** Whether d has the floor when it breaks that rule. */
    private static boolean running(Violation violation) {
        return switch (violation) {
            case TIME_WENT_BACK, BEYOND_THE_HORIZON, REQUEST_IN_THE_PAST, STARTED_TWICE -> true;
            default -> false;
        };
    }

    private static void commit(
            Violation violation, ScriptedSimulation simulation, List<Puppet> all) {
        Puppet d = all.get(3);
        switch (violation) {
            case UNKNOWN_OPERATION -> d.says(Op.COUNT, 0);
            case NOT_STARTED -> simulation.connect("e").gets();
            case IMPATIENT -> {
                Puppet e = simulation.connect("e");
                e.starts(5);
                e.gets();
            }
            case STARTED_TWICE -> d.starts(4);
            case CALENDARS_WORD -> d.says(Op.FREE_UNTIL, 0);
            case NOT_RUNNING -> d.waits();
            case UNASKED_ACK -> d.acks(123_456);
            case REQUEST_IN_THE_PAST -> d.requests(simulation.now() - 1);
            case TIME_WENT_BACK -> d.updates(simulation.now() - 1);
            case BEYOND_THE_HORIZON -> d.updates(simulation.now() + 100);
            case BROADCAST_TWICE -> {
                all.forEach(Puppet::confirmsWhenTold);
                d.broadcasts(1);
                d.broadcasts(2);
                for (Puppet other : all.subList(0, 3)) {
                    other.confirms(Op.BROADCAST);
                    other.confirmsAtOnce = true;
                }
            }
            case ASKING_ON -> {
                Puppet runner = Objects.requireNonNull(simulation.runner());
                if (runner.sharesTime) { // reads its horizon from memory: no answer is held back
                    simulation.finds(d, violation, "it");
                } else {
                    runner.confirmsWhenTold();
                    for (int i = 0; i < 17; i++) {
                        d.requests(simulation.now());
                    }
                    runner.confirms(Op.FREE_UNTIL);
                    runner.confirmsAtOnce = true;
                }
            }
            case TRUNCATED, NOT_READING, NOT_ANSWERING -> simulation.finds(d, violation, "it");
            case NO_SLOT -> simulation.connect("e").starts(5);
        }
    }
}
