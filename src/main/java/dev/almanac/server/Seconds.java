// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.util.Locale;

/** Nanoseconds as people read them. */
public final class Seconds {
    private static final long SECOND = 1_000_000_000;

    private Seconds() {}

    /** A simulated time, exactly: 3620.000000256 s. */
    public static String exact(long nanos) {
        return String.format(
                Locale.ROOT,
                "%s%d.%09d s",
                nanos < 0 ? "-" : "",
                Math.abs(nanos / SECOND),
                Math.abs(nanos % SECOND));
    }

    /** A span of real time: 5.0 s. */
    public static String rough(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
