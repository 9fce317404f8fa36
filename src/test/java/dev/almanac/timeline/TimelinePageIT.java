// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Zoom, pan, the switch between the times, the lower plot. */
final class TimelinePageIT extends PageInBrowser {
    @Test
    void wheelKeysAndButtonsZoom() throws Exception {
        open(GeneratedTimeline.of(4, 2_000, 1));
        long[] all = range();

        browser.wheel(MIDDLE, FIRST_ROW, -240);
        long[] near = range();
        browser.press("+");
        long[] nearer = range();
        browser.evaluate("document.getElementById('out').click()");
        browser.settle();
        long[] further = range();
        browser.press("0");

        assertTrue(length(near) < length(all) * 0.7);
        assertTrue(near[0] > all[0] && near[1] < all[1]);
        assertTrue(length(nearer) < length(near));
        assertNear(length(near), length(further));
        assertEquals(length(all), length(range()));
    }

    @Test
    void dragAndKeysMove() throws Exception {
        open(GeneratedTimeline.of(4, 2_000, 1));
        browser.wheel(MIDDLE, FIRST_ROW, -240);
        browser.wheel(MIDDLE, FIRST_ROW, -240);
        long[] before = range();

        browser.drag(MIDDLE, MIDDLE - 200, FIRST_ROW);
        long[] dragged = range();
        browser.press("ArrowLeft");
        long[] moved = range();
        browser.press("End");

        assertTrue(dragged[0] > before[0], "what is under the mouse moves with it");
        assertNear(length(before), length(dragged));
        assertTrue(moved[0] < dragged[0]);
        assertTrue(range()[1] > dragged[1]);
    }

    @Test
    void theSwitchKeepsWhatIsShown() throws Exception {
        open(twoLongRuns());
        browser.wheel(MIDDLE, FIRST_ROW, -240);
        long[] simulated = range();

        browser.evaluate("document.getElementById('real').click()");
        browser.settle();
        String text = browser.text("range");
        long[] real = range();
        browser.press("t");

        assertTrue(text.endsWith("real time"), text);
        // Four times as fast, all the while.
        assertNear(simulated[0] / 4, real[0]);
        assertNear(simulated[0], range()[0]);
        assertEquals("true", browser.evaluate("document.getElementById('simulated').ariaChecked"));
    }

    @Test
    void aRangeInTheLowerPlotIsShownAbove() throws Exception {
        open(GeneratedTimeline.of(4, 2_000, 1));
        long[] all = range();
        double y =
                Double.parseDouble(
                        browser.evaluate(
                                "document.getElementById('speed').getBoundingClientRect().top +"
                                        + " 60"));

        browser.drag(MIDDLE, MIDDLE + 150, y);

        assertTrue(length(range()) < length(all) / 3);
        assertNotEquals(all[0], range()[0]);
        assertEquals("false", browser.evaluate("document.getElementById('window').hidden"));
    }

    @Test
    void aHundredThousandRunsAreDrawn() throws Exception {
        open(GeneratedTimeline.of(8, 100_000, 3));
        String before = picture();

        for (int i = 0; i < 10; i++) {
            browser.wheel(MIDDLE, FIRST_ROW, -240);
        }

        assertTrue(plain("summary").contains("100008 runs"), plain("summary"));
        assertNotEquals(before, picture());
        assertTrue(length(range()) < 10 * SECOND);
    }

    private String picture() throws InterruptedException {
        return browser.evaluate("document.getElementById('lanes').toDataURL()");
    }
}
