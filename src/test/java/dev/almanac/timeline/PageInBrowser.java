// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A timeline's page in a real browser. However it is used, nothing goes wrong, or is loaded. */
@ExtendWith(Chromium.class)
@Timeout(180)
abstract class PageInBrowser {
    /** A point among the rows, whatever their height. */
    static final double MIDDLE = Browser.WIDTH / 2.0;

    /** The same, downwards. */
    static final double FIRST_ROW = 140;

    static final long SECOND = 1_000_000_000;

    /** What drawing may round, in nanoseconds. */
    private static final long TOLERANCE = 100;

    private static final Pattern RANGE = Pattern.compile("^([0-9.]+)s – ([0-9.]+)s · ");

    @TempDir private static Path directory;

    static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(directory);
    }

    @AfterAll
    static void end() throws Exception {
        browser.close();
    }

    @AfterEach
    void nothingWasWrongAndNothingElseLoaded() {
        assertEquals(List.of(), browser.complaints());
        assertEquals(1, browser.requests().size(), () -> browser.requests().toString());
    }

    static void open(Timeline timeline) throws IOException, InterruptedException {
        Path file = directory.resolve("page.html");
        try (Writer out = Files.newBufferedWriter(file)) {
            Page.write(timeline, false, out);
        }
        browser.open(file);
    }

    /** What an element says; digits are grouped by narrow spaces, which are left out. */
    static String plain(String id) throws InterruptedException {
        return browser.text(id).replace("\u202f", "");
    }

    /** The first and last nanosecond that is shown. */
    static long[] range() throws InterruptedException {
        Matcher ends = RANGE.matcher(plain("range"));
        assertTrue(ends.find(), plain("range"));
        return new long[] {nanos(ends.group(1)), nanos(ends.group(2))};
    }

    private static long nanos(String seconds) {
        return Long.parseLong(seconds.replace(".", ""));
    }

    static long length(long[] range) {
        return range[1] - range[0];
    }

    static void assertNear(long expected, long actual) {
        assertTrue(Math.abs(actual - expected) <= TOLERANCE, actual + " instead of " + expected);
    }

    static Timeline twoLongRuns() {
        Timeline timeline = new Timeline("two.rec");
        timeline.row(0x1aL, "id:1a");
        timeline.row(7L, "id:7");
        timeline.run(0, 0, 4 * SECOND, 4 * SECOND, 0, SECOND);
        timeline.run(1, 4 * SECOND, 8 * SECOND, 10 * SECOND, SECOND, 2 * SECOND);
        return timeline;
    }
}
