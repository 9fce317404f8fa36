// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as one writes them: 250ms, 1.5s, 0. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s)?");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @return nanoseconds, 0 or more
     * @throws UsageException if it is none, or longer than 2^62 ns
     */
    static long parse(String option, String text) throws UsageException {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            BigDecimal number = new BigDecimal(matcher.group(1));
            String unit = matcher.group(2);
            boolean isZero = number.signum() == 0;
            if (unit != null || isZero) {
                BigDecimal nanos = isZero ? number : number.multiply(nanosOf(unit));
                if (nanos.compareTo(BigDecimal.valueOf(1L << 62)) <= 0) {
                    return nanos.longValue();
                }
            }
        }
        throw new UsageException(
                "--%s=%s: must be a duration such as 1s, 250ms, 10us, 500ns or 0"
                        .formatted(option, text));
    }

    private static BigDecimal nanosOf(String unit) {
        return switch (unit) {
            case "s" -> BigDecimal.valueOf(1_000_000_000);
            case "ms" -> BigDecimal.valueOf(1_000_000);
            case "us" -> BigDecimal.valueOf(1_000);
            default -> BigDecimal.ONE;
        };
    }
}
