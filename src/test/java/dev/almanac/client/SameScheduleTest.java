// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Equal programs have equal schedules, however their participants take part. */
@Timeout(120)
class SameScheduleTest {
    private static final int PARTICIPANTS = 5;
    private static final int STEPS = 60;

    /** Where participants do things of their own accord, often several at the same time. */
    private static final long GRID = 64;

    @TempDir private Path directory;

    @RepeatedTest(5)
    void theDigestIsTheSameInEachWay(RepetitionInfo repetition) throws Exception {
        long seed = repetition.getCurrentRepetition();
        long digest = digest(Way.IN_PROCESS, seed);
        for (Way way : Way.values()) {
            assertEquals(digest, digest(way, seed), () -> way + " with seed " + seed);
        }
        assertNotEquals(digest, digest(Way.IN_PROCESS, ~seed));
    }

    private long digest(Way way, long seed) throws Exception {
        Path place = Files.createTempDirectory(directory, "run");
        try (Company company = new Company(way, place, PARTICIPANTS)) {
            for (int id = 1; id <= PARTICIPANTS; id++) {
                company.participant(id, new RandomLife(id, seed)::live);
            }
            company.awaitEnd();
            return company.digest();
        }
    }

    private static final class RandomLife {
        private final int id;
        private final RandomGenerator random;
        private int left = STEPS;

        RandomLife(int id, long seed) {
            this.id = id;
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000 + id);
        }

        void live(Participant one) {
            one.onBroadcast(bits -> hear(one, bits));
            one.after(nextStep(), () -> step(one));
            one.run();
        }

        /** Several hear at once, and plan for the same time as others, and as the sender. */
        private void hear(Participant one, long bits) {
            if (bits % 2 == id % 2) {
                one.after(bits * GRID, one::update);
            }
        }

        private void step(Participant one) {
            switch (random.nextInt(5)) {
                case 0 -> one.update();
                case 1 -> one.broadcast(random.nextInt(1, 4));
                case 2 -> one.after(random.nextInt(5) * GRID, () -> {});
                default -> {}
            }
            if (--left > 0) {
                one.after(nextStep(), () -> step(one));
            } else {
                one.onBroadcast(null);
            }
        }

        private long nextStep() {
            return random.nextInt(6) * GRID;
        }
    }
}
