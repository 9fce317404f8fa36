// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.json.JsonWriter;
import dev.almanac.server.Seconds;
import dev.almanac.trace.ParticipantStatistics;
import dev.almanac.trace.Statistics;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** What participants did, for people and for programs. */
final class StatisticsReport {
    private static final String ROW = "  %-20s %9s %13s %10s %6s %9s %9s %9s %10s %9s %9s %9s%n";
    private static final String COUNTS = "  %-20s %9s %9s %9s %9s %9s %9s %9s %9s%n";

    private final Statistics statistics;
    private final List<ParticipantStatistics> participants;
    private final long real;

    StatisticsReport(Statistics statistics) {
        this.statistics = statistics;
        participants = statistics.participants();
        real = statistics.realNanos();
    }

    /** Tables, whoever had the floor longest first. */
    String text() {
        Formatter text = new Formatter(Locale.ROOT);
        text.format(
                "%s simulated in %s of real time; participants ran for %s of it%n",
                Seconds.exact(statistics.simulatedNanos()),
                span(real),
                percent(participants.stream().mapToLong(it -> it.heldNanos()).sum()));
        if (participants.isEmpty()) {
            return text.toString();
        }
        ParticipantStatistics slowest = participants.getFirst();
        text.format(
                "%s slows it down most: it ran for %s of the real time (%s); its longest run, at"
                        + " %s, took %s%n%n",
                slowest.who(),
                percent(slowest.heldNanos()),
                span(slowest.heldNanos()),
                Seconds.exact(slowest.longestAt()),
                span(slowest.heldMax()));
        addTable(text);
        addHistogram(text);
        return text.toString();
    }

    private void addTable(Formatter text) {
        text.format(
                ROW,
                "participant",
                "runs",
                "simulated",
                "held",
                "share",
                "median",
                "p99",
                "max",
                "waited for",
                "messages",
                "frames out",
                "frames in");
        for (ParticipantStatistics it : participants) {
            text.format(
                    ROW,
                    it.who(),
                    it.runs(),
                    span(it.simulatedNanos()),
                    span(it.heldNanos()),
                    percent(it.heldNanos()),
                    span(it.heldQuantile(0.5)),
                    span(it.heldQuantile(0.99)),
                    span(it.heldMax()),
                    span(it.othersWaited()),
                    it.received() + it.sent(),
                    it.framesSent(),
                    it.framesReceived());
        }
    }

    private void addHistogram(Formatter text) {
        text.format("%nhow many runs took, in real time%n");
        text.format(
                COUNTS,
                "participant",
                "< 1us",
                "< 10us",
                "< 100us",
                "< 1ms",
                "< 10ms",
                "< 100ms",
                "< 1s",
                ">= 1s");
        for (ParticipantStatistics it : participants) {
            long[] n = it.heldBelow();
            text.format(COUNTS, it.who(), n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        }
    }

    private String percent(long nanos) {
        return real == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * nanos / real);
    }

    /** A duration in three digits or so, in the unit that fits. */
    private static String span(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        double amount = nanos;
        String[] units = {"ns", "us", "ms", "s"};
        int unit = 0;
        while (amount >= 1_000 && unit < units.length - 1) {
            amount /= 1_000;
            unit++;
        }
        String form = amount < 10 ? "%.2f%s" : amount < 100 ? "%.1f%s" : "%.0f%s";
        return String.format(Locale.ROOT, form, amount, units[unit]);
    }

    /** One object; times are nanoseconds. */
    String json() {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).object();
        json.name("simulated").value(statistics.simulatedNanos());
        json.name("real").value(real);
        json.name("participants").array();
        for (ParticipantStatistics it : participants) {
            json.object();
            json.name("participant").value(it.who().name());
            json.name("pid").value(it.who().pid());
            json.name("runs").value(it.runs());
            json.name("simulated").value(it.simulatedNanos());
            json.name("held").value(it.heldNanos());
            json.name("held_median").value(it.heldQuantile(0.5));
            json.name("held_p99").value(it.heldQuantile(0.99));
            json.name("held_max").value(it.heldMax());
            json.name("held_max_at").value(it.longestAt());
            json.name("held_below").array();
            for (long count : it.heldBelow()) {
                json.value(count);
            }
            json.endArray();
            json.name("others_waited").value(it.othersWaited());
            json.name("received").value(it.received());
            json.name("sent").value(it.sent());
            json.name("frames_sent").value(it.framesSent());
            json.name("frames_received").value(it.framesReceived());
            json.endObject();
        }
        json.endArray().endObject();
        return text.append('\n').toString();
    }
}
