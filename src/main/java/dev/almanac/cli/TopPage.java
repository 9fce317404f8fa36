// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.Seconds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code top} shows: where a simulation is, and who takes part, from two looks at it. */
final class TopPage {
    private final String subject;
    private final TopOrder order;

    /**
     * Pages about a simulation.
     *
     * @param subject what was looked at
     */
    TopPage(String subject, TopOrder order) {
        this.subject = subject;
        this.order = order;
    }

    /** What there is to say, a line each; rates are those between the two looks. */
    List<String> lines(Snapshot before, Snapshot now) {
        List<String> lines = new ArrayList<>();
        lines.add("almanac top " + subject + ": " + doing(now));
        lines.add(
                "simulated %s in %s of real time; %s times as fast, %s grants/s%s"
                        .formatted(
                                Seconds.exact(now.simulated()),
                                Seconds.rough(now.real()),
                                rate(now.simulated() - before.simulated(), before, now, 1),
                                rate(now.grants() - before.grants(), before, now, 1e9),
                                before.real() == 0 ? " since the begin" : ""));
        lines.add("");
        lines.add(
                row(
                        "participant",
                        "pid",
                        "state",
                        "share",
                        "runs/s",
                        "messages/s",
                        "asks for",
                        "runs"));
        Map<Integer, Snapshot.Participant> were = before.byNumber();
        double real = now.real() - before.real();
        now.participants().stream()
                .map(is -> TopRow.between(were.get(is.number()), is, real))
                .sorted(order.comparator())
                .forEach(row -> lines.add(line(row)));
        return lines;
    }

    private static String doing(Snapshot now) {
        String runner = now.runner() == null ? "" : ", " + now.runner() + " has the floor";
        String missing = now.missing() == 0 ? "" : ", " + now.missing() + " are missing";
        return now.phase() + runner + missing;
    }

    private static String rate(long done, Snapshot before, Snapshot now, double unit) {
        double real = now.real() - before.real();
        double rate = real <= 0 ? 0 : done * unit / real;
        return String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%,.0f", rate);
    }

    private static String line(TopRow row) {
        Snapshot.Participant participant = row.participant();
        Long request = participant.request();
        return row(
                participant.name(),
                participant.pid() == 0 ? "-" : String.valueOf(participant.pid()),
                participant.state(),
                String.format(Locale.ROOT, "%.1f%%", 100 * row.share()),
                String.format(Locale.ROOT, "%,.0f", row.runsPerSecond()),
                String.format(Locale.ROOT, "%,.0f", row.messagesPerSecond()),
                request == null ? "-" : Seconds.exact(request),
                String.format(Locale.ROOT, "%,d", participant.runs()));
    }

    private static String row(Object... columns) {
        return String.format(Locale.ROOT, "%-20s %8s  %-14s %6s %11s %11s %22s %12s", columns);
    }
}
