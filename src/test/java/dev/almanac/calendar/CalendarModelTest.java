// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.NOBODY;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The calendar does what a sorted list does, over hundreds of thousands of random operations. */
@Timeout(60)
class CalendarModelTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final Calendar calendar = new Calendar();

    /** Slots below this are open. */
    private int slots;

    /** The time of the grant before: nothing is asked for before it. */
    private long now;

    /**
     * Slots are opened as the run goes on, so that the calendar grows while in use. The narrow
     * spans make most requests meet others of the same time; the widest uses all of the half of the
     * time line that the calendar can compare.
     */
    @ParameterizedTest(name = "{0} slots, from {1}, span {2}")
    @CsvSource({
        "1,     0,                    3,                   20000",
        "2,     0,                    1,                   50000",
        "3,     -30000,               2,                   100000",
        "64,    9223372036854770000,  8,                   100000",
        "65,    -5000,                4,                   100000",
        "200,   9223372036854770000,  1000,                100000",
        "200,   -1000000,             9223372036854775807, 50000",
        "200,   4611686018427387904,  9223372036854775807, 50000",
        "3000,  -50000,               40,                  30000",
        "65536, 0,                    1000000,             20000",
    })
    void agreesWithASortedList(int most, long from, long span, int operations) {
        now = from;
        var model = new SortedListModel(from);
        openAtLeast(Math.min(most, 2));
        for (int i = 0; i < operations; i++) {
            if (slots < most && random.nextInt(8) == 0) {
                openAtLeast(Math.min(most, slots + 1 + random.nextInt(Math.max(1, most / 50))));
            }
            step(model, span);
            compareNowAndThen(model, i);
        }
    }

    private void openAtLeast(int count) {
        for (; slots < count; slots++) {
            calendar.open(slots);
        }
    }

    private void step(SortedListModel model, long span) {
        int slot = random.nextInt(slots);
        switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> post(model, slot, now + random.nextLong(span));
            case 4 -> post(model, slot, model.time(slot).orElse(now));
            case 5 -> {
                calendar.withdraw(slot);
                model.withdraw(slot);
            }
            case 6 -> {
                if (calendar.pending(slot)) {
                    calendar.take(slot);
                    model.take(slot);
                }
            }
            case 7 -> {
                calendar.drain(slot);
                model.drain(slot);
            }
            case 8, 9 -> assertEquals(model.drain(), calendar.drain(), this::seed);
            default -> grant(model, span);
        }
    }

    private void post(SortedListModel model, int slot, long time) {
        calendar.post(slot, time);
        model.post(slot, time);
    }

    private void grant(SortedListModel model, long span) {
        assertEquals(model.drain(), calendar.drain(), this::seed);
        int next = calendar.earliest();
        if (next == NOBODY) {
            return;
        }
        // With the widest span, a later "now" would let requests be further apart than allowed.
        if (span < Long.MAX_VALUE) {
            now = calendar.time(next);
        }
        calendar.take(next);
        model.take(next);
        if (random.nextBoolean()) {
            assertEquals(model.earliest(), calendar.earliestBut(next), this::seed);
        }
        if (random.nextBoolean()) {
            post(model, next, now + random.nextLong(span));
        }
    }

    private void compareNowAndThen(SortedListModel model, int operation) {
        if (operation % 4 != 0) {
            return; // so that answers are also asked for after several changes
        }
        compare(model, random.nextInt(slots));
        assertEquals(model.size(), calendar.size(), this::seed);
        assertTrue(calendar.hasPosts() || !model.hasPosts(), this::seed);
        assertEquals(model.earliestBut(NOBODY), calendar.earliestBut(NOBODY), this::seed);
        if (random.nextBoolean()) {
            compare(model, calendar.earliest());
            assertEquals(model.earliest(), calendar.earliest(), this::seed);
        }
        if (operation % 1000 == 0) {
            for (int slot = 0; slot < Math.min(slots, 300); slot++) {
                compare(model, slot);
            }
        }
    }

    private void compare(SortedListModel model, int slot) {
        assertEquals(model.earliestBut(slot), calendar.earliestBut(slot), this::seed);
        assertEquals(model.time(slot).isPresent(), calendar.pending(slot), this::seed);
        if (calendar.pending(slot)) {
            assertEquals(model.time(slot).getAsLong(), calendar.time(slot), this::seed);
        }
    }

    private String seed() {
        return "-Dalmanac.seed=" + SEED;
    }
}
