// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.Rules;
import dev.almanac.trace.Event;
import dev.almanac.trace.EventText;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;
import dev.almanac.trace.Statistics;

import java.io.PrintStream;
import java.util.List;

/** Prints a recording: its events, or what they amount to. */
final class Trace {
    static final Option PARTICIPANT =
            Option.value("participant", "ID", "only what has to do with this one: 1, id:1f, ...");
    static final Option FROM =
            Option.value("from", "TIME", "only from that simulated time on: 1.5s, 250ms, ...");
    static final Option TO = Option.value("to", "TIME", "only up to that simulated time");
    static final Option STATS =
            Option.flag("stats", "for each participant: runs, times, who waited for it");
    static final Option JSON = Option.flag("json", "for programs: an object a line");
    static final List<Option> OPTIONS = List.of(PARTICIPANT, FROM, TO, STATS, JSON);

    static final Command COMMAND =
            Command.of(
                    "trace",
                    "FILE [options]",
                    "print what --record recorded, as --debug=2 does",
                    OPTIONS,
                    Trace::run);

    private Trace() {}

    static ExitStatus run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(words, OPTIONS, "FILE");
        try (Recording recording = Recording.open(arguments.operand(0))) {
            if (arguments.has(STATS)) {
                for (Option filter : List.of(PARTICIPANT, FROM, TO)) {
                    if (arguments.has(filter)) {
                        throw new UsageException("--stats goes without --" + filter.name());
                    }
                }
                StatisticsReport report = new StatisticsReport(Statistics.of(recording));
                console.out().print(arguments.has(JSON) ? report.json() : report.text());
            } else {
                EventFilter filter = filter(arguments, recording);
                if (arguments.has(JSON)) {
                    printJson(recording, filter, console.out());
                } else {
                    printText(recording, filter, console.out());
                }
            }
            sayWhatIsMissing(recording, console);
        } catch (RecordingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitStatus.SUCCESS;
    }

    private static EventFilter filter(Arguments arguments, Recording recording)
            throws UsageException {
        return new EventFilter(
                recording,
                arguments.value(PARTICIPANT),
                arguments.duration(FROM, Long.MIN_VALUE),
                arguments.duration(TO, Long.MAX_VALUE));
    }

    private static void printText(Recording recording, EventFilter filter, PrintStream out)
            throws RecordingException {
        EventText text = new EventText(recording, Rules::name);
        for (Event event = recording.next(); event != null; event = recording.next()) {
            String line = filter.lets(event) ? text.of(event) : null;
            if (line != null) {
                out.println(line);
            }
        }
    }

    private static void printJson(Recording recording, EventFilter filter, PrintStream out)
            throws RecordingException {
        EventJson json = new EventJson(recording);
        for (Event event = recording.next(); event != null; event = recording.next()) {
            if (filter.lets(event)) {
                out.println(json.of(event));
            }
        }
    }

    /** On standard error, as it is no part of what was asked for. */
    private static void sayWhatIsMissing(Recording recording, Console console) {
        console.out().flush();
        if (recording.lost() > 0) {
            console.complain(
                    "these are the last events of a run; %d before them were not kept"
                            .formatted(recording.lost()));
        }
        Event end = recording.end();
        if (end == null) {
            console.complain("the recording has no end: it is being written, or was killed");
        } else if (end.op() == Event.CUT_OFF) {
            console.complain("the recording ends before its run did: there was no more room");
        }
    }
}
