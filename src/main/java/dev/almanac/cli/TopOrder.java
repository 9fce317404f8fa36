// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.Comparator;
import java.util.Locale;

/** In which order {@code top} lists participants. */
enum TopOrder {
    SHARE,
    NAME,
    RUNS,
    MESSAGES,
    REQUEST;

    /** Ties are broken by name, so that rows do not dance. */
    Comparator<TopRow> comparator() {
        Comparator<TopRow> byName = Comparator.comparing(row -> row.participant().name());
        Comparator<TopRow> byColumn =
                switch (this) {
                    case SHARE -> Comparator.comparingDouble(TopRow::share).reversed();
                    case NAME -> byName;
                    case RUNS -> Comparator.comparingDouble(TopRow::runsPerSecond).reversed();
                    case MESSAGES ->
                            Comparator.comparingDouble(TopRow::messagesPerSecond).reversed();
                    case REQUEST ->
                            Comparator.comparing(
                                    row -> row.participant().request(),
                                    Comparator.nullsLast(Comparator.naturalOrder()));
                };
        return byColumn.thenComparing(byName);
    }

    /** All of them, as they are written. */
    static String words() {
        StringBuilder text = new StringBuilder();
        for (TopOrder order : values()) {
            text.append(text.isEmpty() ? "" : ", ").append(order);
        }
        return text.toString();
    }

    /**
     * The order of that name.
     *
     * @throws UsageException if there is none
     */
    static TopOrder of(String word) throws UsageException {
        for (TopOrder order : values()) {
            if (order.toString().equals(word)) {
                return order;
            }
        }
        throw new UsageException("--sort=" + word + ": must be one of " + words());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
