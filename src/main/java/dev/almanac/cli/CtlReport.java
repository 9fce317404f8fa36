// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers of a control socket, for people. */
final class CtlReport {
    private static final long SECOND = 1_000_000_000;
    private static final String PARTICIPANT = "%-16s %8s  %-14s %20s %9s %9s %9s %9s";

    private final StringBuilder text = new StringBuilder();

    private CtlReport() {}

    /** What an answer says, in lines. */
    static String of(Map<String, @Nullable Object> answer) {
        CtlReport report = new CtlReport();
        if (answer.get("state") != null) {
            report.status(answer);
        }
        if (answer.get("participants") instanceof List<?> participants) {
            report.participants(participants);
        }
        if (answer.get("next") instanceof List<?> next) {
            report.next(next);
        }
        return report.text.toString();
    }

    private void status(Map<String, @Nullable Object> answer) {
        Object reason = answer.get("reason");
        Object runner = answer.get("runner");
        line(
                String.format(
                        Locale.ROOT,
                        "%s%s at %s after %s grants and %.1f s of real time",
                        answer.get("state"),
                        reason == null ? "" : " (" + reason + ")",
                        seconds(answer.get("simulated_ns")),
                        answer.get("grants"),
                        number(answer.get("real_ns")) / 1e9));
        line(
                String.format(
                        Locale.ROOT,
                        "%s participants, %s newcomers, %s missing; %s",
                        answer.get("participants"),
                        answer.get("newcomers"),
                        answer.get("missing"),
                        runner == null ? "nobody runs" : runner + " runs"));
        if (answer.get("speed") instanceof Number speed && speed.doubleValue() != 0) {
            line(
                    String.format(
                            Locale.ROOT,
                            "at most %s times as fast as real time; %.3f s behind, %.3f s at most",
                            speed,
                            number(answer.get("behind_ns")) / 1e9,
                            number(answer.get("most_behind_ns")) / 1e9));
        }
        if (answer.get("breakpoints") instanceof List<?> breakpoints && !breakpoints.isEmpty()) {
            line(
                    String.format(
                            Locale.ROOT,
                            "pauses at %s",
                            breakpoints.toString().replaceAll("[\\[\\]]", "")));
        }
    }

    private void participants(List<?> participants) {
        line(
                String.format(
                        Locale.ROOT,
                        PARTICIPANT,
                        "participant",
                        "pid",
                        "state",
                        "asks for",
                        "runs",
                        "requests",
                        "in",
                        "out"));
        for (Object each : participants) {
            if (each instanceof Map<?, ?> participant) {
                line(
                        String.format(
                                Locale.ROOT,
                                PARTICIPANT,
                                participant.get("name"),
                                participant.get("pid"),
                                participant.get("state"),
                                seconds(participant.get("request_ns")),
                                participant.get("runs"),
                                participant.get("requests"),
                                participant.get("received"),
                                participant.get("sent")));
            }
        }
    }

    private void next(List<?> requests) {
        for (Object each : requests) {
            if (each instanceof Map<?, ?> request) {
                line(
                        String.format(
                                Locale.ROOT,
                                "%20s  %s",
                                seconds(request.get("time_ns")),
                                request.get("participant")));
            }
        }
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String seconds(@Nullable Object nanos) {
        return nanos instanceof Number number
                ? String.format(
                        Locale.ROOT,
                        "%d.%09d s",
                        number.longValue() / SECOND,
                        Math.abs(number.longValue() % SECOND))
                : "-";
    }
}
