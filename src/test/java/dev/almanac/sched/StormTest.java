// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class StormTest {
    @Test
    void tellsAtTheBoundAndAtTenTimesAsManyEach() {
        Storm storm = new Storm(3);
        List<Long> told = new ArrayList<>();
        for (int grant = 0; grant < 500; grant++) {
            if (storm.granted(7)) {
                told.add(storm.grants());
            }
        }
        assertEquals(List.of(3L, 30L, 300L), told);
    }

    @Test
    void startsAgainWhenTimeGoesOn() {
        Storm storm = new Storm(3);
        int told = 0;
        for (long time = 1; time < 100; time++) {
            told += storm.granted(time) ? 1 : 0;
            told += storm.granted(time) ? 1 : 0;
        }
        assertEquals(0, told);
    }

    @Test
    void neverTellsWhenAskedNotTo() {
        Storm storm = new Storm(0);
        for (int grant = 0; grant < 1_000; grant++) {
            assertFalse(storm.granted(7));
        }
    }
}
