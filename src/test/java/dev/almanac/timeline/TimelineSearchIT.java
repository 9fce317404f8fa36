// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the page says: tooltips, search, what keys go to. */
final class TimelineSearchIT extends PageInBrowser {
    @Test
    void aRunHasATooltipWithExactTimes() throws Exception {
        Timeline timeline = new Timeline("late.rec");
        timeline.row(1L, "id:1");
        // Past what a number in JavaScript can hold, and over the end of 64 bits.
        long begun = (1L << 53) + 1;
        timeline.run(0, -SECOND - 7, 3, 3, begun, begun + 12_345_678_901L);
        open(timeline);

        browser.move(MIDDLE, FIRST_ROW);
        String tip = plain("tip");

        assertTrue(tip.contains("id:1, run 1 of 1"), tip);
        assertTrue(tip.contains("18446744072.709551609s"), tip);
        assertTrue(tip.contains("9007199.254740993s"), tip);
        assertTrue(tip.contains("12.345678901s"), tip);
        assertTrue(tip.contains("1.00000001s"), tip);
    }

    @Test
    void whatCannotBeToldApartIsCounted() throws Exception {
        Timeline timeline = new Timeline("dense.rec");
        timeline.row(1L, "id:1");
        timeline.run(0, 0, 0, 0, 0, 10);
        for (int i = 0; i < 1_000; i++) {
            timeline.run(0, SECOND + i, SECOND + i, SECOND + i, 100 + 10 * i, 103 + 10 * i);
        }
        timeline.run(0, 2 * SECOND, 2 * SECOND, 2 * SECOND, 20_000, 20_010);
        open(timeline);
        double middle =
                Double.parseDouble(
                        browser.evaluate(
                                "(document.getElementById('lanes').clientWidth + 120) / 2"));

        // Somewhere near the middle between the first and the last.
        String tip = "";
        for (double x = middle - 80; x < middle + 80 && !tip.contains("runs"); x += 4) {
            browser.move(x, FIRST_ROW);
            tip = plain("tip");
        }

        assertTrue(tip.contains("id:1, 1000 runs"), tip);
        assertTrue(tip.contains("1.000000000s"), tip);
        assertTrue(tip.contains("1.000000999s"), tip);
        assertTrue(tip.contains("3µs"), tip);
    }

    @Test
    void searchFindsAParticipantAndStepsThroughItsRuns() throws Exception {
        open(GeneratedTimeline.of(60, 20_000, 2));

        browser.press("/");
        browser.type("0x1a");
        browser.press("Enter");
        String first = browser.text("found");
        browser.press("Enter");
        String second = browser.text("found");
        browser.press("Escape");
        browser.press("/");
        browser.type("nobody");
        browser.press("Enter");

        assertTrue(first.startsWith("run 1 of "), first);
        assertTrue(second.startsWith("run 2 of "), second);
        assertTrue(browser.text("found").startsWith("no such participant"));
    }

    @Test
    void searchGoesToATime() throws Exception {
        open(GeneratedTimeline.of(4, 2_000, 1));

        browser.press("/");
        browser.type("12.5s");
        browser.press("Enter");
        long[] range = range();
        browser.evaluate("document.getElementById('query').value = ''");
        browser.type("9999s");
        browser.press("Enter");

        assertNear(12_500_000_000L, (range[0] + range[1]) / 2);
        assertEquals("outside of the recording", browser.text("found"));
    }

    @Test
    void keysStepThroughRunsAndSayWhatTheyAre() throws Exception {
        open(twoLongRuns());

        browser.press("n");
        String first = plain("spoken");
        browser.press("n");
        String second = plain("spoken");
        String tip = plain("tip");
        browser.press("p");
        String again = plain("spoken");
        browser.press("ArrowDown");

        assertTrue(first.startsWith("id:1a, run 1 of 1: simulated 0.000000000s"), first);
        assertTrue(second.contains("id:7, run 1 of 1: simulated 4.000000000s"), second);
        assertTrue(second.contains("went on by 4s, free to go on by 6s"), second);
        assertTrue(tip.contains("free to go on by"), tip);
        assertEquals(first, again);
        assertEquals("id:1a, 1 run", plain("spoken"));
    }

    @Test
    void helpOpensAndCloses() throws Exception {
        open(twoLongRuns());

        browser.press("?");
        String open = browser.evaluate("document.getElementById('manual').open");
        browser.evaluate("document.querySelector('#manual button').click()");

        assertEquals("true", open);
        assertEquals("false", browser.evaluate("document.getElementById('manual').open"));
    }

    @Test
    void anEmptyRecordingSaysSo() throws Exception {
        Timeline timeline = new Timeline("empty.rec");
        timeline.note("The recording has no end.");
        open(timeline);

        for (String key : List.of("n", "t", "+", "ArrowDown", "End", "0")) {
            browser.press(key);
        }
        browser.wheel(MIDDLE, FIRST_ROW, -240);
        browser.move(MIDDLE, FIRST_ROW);

        assertEquals("Nothing happened in this recording.", browser.text("nothing"));
        assertEquals("The recording has no end.", browser.text("note"));
    }
}
