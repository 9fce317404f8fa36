// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.Rules;
import dev.almanac.server.Seconds;
import dev.almanac.trace.Digest;
import dev.almanac.trace.Event;
import dev.almanac.trace.EventText;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.trace.Schedule;
import dev.almanac.trace.Step;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.List;

/** Finds where two recordings part: the first step of the schedule that is not the same. */
final class Diff {
    static final Command COMMAND =
            Command.of(
                    "diff",
                    "A B",
                    "find the first grant where two recordings part; real time does not count",
                    List.of(),
                    Diff::run);

    private static final int EVENTS_BEFORE = 10;

    private Diff() {}

    static ExitStatus run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(words, List.of(), "A", "B");
        try (Recording a = Recording.open(arguments.operand(0));
                Recording b = Recording.open(arguments.operand(1))) {
            for (Recording recording : List.of(a, b)) {
                if (recording.lost() > 0) {
                    throw new UsageException(
                            "diff needs recordings from the start: use --record=FILE");
                }
            }
            return compare(a, b, console.out());
        } catch (RecordingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static ExitStatus compare(Recording a, Recording b, PrintStream out)
            throws RecordingException {
        Schedule left = new Schedule(a, EVENTS_BEFORE);
        Schedule right = new Schedule(b, EVENTS_BEFORE);
        while (true) {
            Step one = left.next();
            Step other = right.next();
            if (one == null && other == null) {
                String scope = a.end() == null || b.end() == null ? " as far as recorded" : "";
                out.printf(
                        "equal%s: %d steps, digest %s%n",
                        scope, left.steps(), Digest.toString(left.digest()));
                return ExitStatus.SUCCESS;
            }
            if (one == null || !one.equals(other)) {
                long equal =
                        Math.min(left.steps(), right.steps())
                                - (one == null || other == null ? 0 : 1);
                out.printf("after %d equal steps the recordings part%n", equal);
                out.println("  A: " + describe(one, a));
                out.println("  B: " + describe(other, b));
                out.println();
                SideBySide.print(events(left, a), events(right, b), out);
                return ExitStatus.DIFFERENT;
            }
        }
    }

    private static String describe(@Nullable Step step, Recording recording) {
        if (step == null) {
            Event end = recording.end();
            boolean whole = end != null && end.op() != Event.CUT_OFF;
            return whole ? "has no more" : "was not recorded any further";
        }
        String at = " at " + Seconds.exact(step.time());
        return switch (step.type()) {
            case STARTED -> step.who() + " starts" + at;
            case GRANTED -> step.who() + " runs" + at;
            default -> step.who() + " broadcasts " + Long.toHexString(step.bits()) + at;
        };
    }

    private static List<String> events(Schedule schedule, Recording recording) {
        EventText text = new EventText(recording, Rules::name);
        return schedule.lastEvents().stream().map(text::brief).toList();
    }
}
