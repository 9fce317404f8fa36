// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random participants hear exactly what a sorted list foretells, message by message. */
@Timeout(60)
class RandomOrderTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());
    private static final int STEPS = 40_000;
    private static final int STEPS_OF_A_RUN = 2_000;

    /**
     * @param base the time at which it begins: times meet the ends of 63 and of 64 bits
     * @param sharing how many in a hundred share time, -1 without shared memory
     */
    @ParameterizedTest(name = "from {0}, {1} % share time")
    @CsvSource({
        "0, -1",
        "9223372036854775000, -1",
        "-800, -1",
        "0, 0",
        "0, 50",
        "9223372036854775000, 50",
        "-800, 50",
        "0, 100",
        "9223372036854775000, 100",
        "-800, 100",
    })
    void everyMessageIsAsForetold(long base, int sharing) {
        run(base, sharing, false);
    }

    /** Somebody lets it pause before every single grant, and nobody notices. */
    @ParameterizedTest(name = "{0} % share time")
    @ValueSource(ints = {-1, 0, 50, 100})
    void soItIsStepByStep(int sharing) {
        run(0, sharing, true);
    }

    private static void run(long base, int sharing, boolean stepping) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int step = 0; step < STEPS; step += STEPS_OF_A_RUN) {
            try (RandomRun run = new RandomRun(random, base, sharing)) {
                if (stepping) {
                    run.steps();
                }
                for (int i = 0; i < STEPS_OF_A_RUN; i++) {
                    run.step();
                    int number = step + i;
                    assertEquals(
                            run.foretold(),
                            run.said(),
                            () -> "step " + number + ", -Dalmanac.seed=" + SEED);
                }
                assertEquals(Outcome.ENDED, run.end(), "-Dalmanac.seed=" + SEED);
            }
        }
    }
}
