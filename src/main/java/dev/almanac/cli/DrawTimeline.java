// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.timeline.Page;
import dev.almanac.timeline.PerfettoTrace;
import dev.almanac.timeline.Reading;
import dev.almanac.timeline.Timeline;
import dev.almanac.trace.Recording;
import dev.almanac.trace.RecordingException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Makes a picture of a recording: a page for a browser, or a file for Perfetto. */
final class DrawTimeline {
    static final Option OUT = Option.value("out", 'o', "FILE", "where it goes; must be given");
    static final Option FORMAT =
            Option.value(
                    "format",
                    "FORMAT",
                    "for whom: html, any browser (default), or perfetto, ui.perfetto.dev");
    static final Option ALONG =
            Option.value(
                    "along", "TIME", "the time it is drawn along: simulated (default) or real");
    static final List<Option> OPTIONS = List.of(OUT, FORMAT, ALONG);

    static final Command COMMAND =
            Command.of(
                    "timeline",
                    "FILE --out=FILE [options]",
                    "draw what --record recorded: who ran when",
                    OPTIONS,
                    DrawTimeline::run);

    private DrawTimeline() {}

    static ExitStatus run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(words, OPTIONS, "FILE");
        boolean forPerfetto = choose(arguments, FORMAT, "html", "perfetto");
        boolean alongReal = choose(arguments, ALONG, "simulated", "real");
        String out = arguments.value(OUT);
        if (out == null) {
            throw new UsageException(OUT.forms() + " is missing; see --help");
        }
        Timeline timeline = read(arguments.operand(0));
        try (Writer writer = Files.newBufferedWriter(Path.of(out))) {
            if (forPerfetto) {
                PerfettoTrace.write(timeline, alongReal, writer);
            } else {
                Page.write(timeline, alongReal, writer);
            }
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("cannot write " + out + ": " + e);
        }
        String note = timeline.note();
        if (note != null) {
            console.complain(note);
        }
        return timeline.isDamaged() ? ExitStatus.USAGE : ExitStatus.SUCCESS;
    }

    private static Timeline read(String file) throws UsageException {
        try (Recording recording = Recording.open(file)) {
            return Reading.of(recording, String.valueOf(Path.of(file).getFileName()));
        } catch (RecordingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the second of two values was given; the first is the default. */
    private static boolean choose(Arguments arguments, Option option, String first, String second)
            throws UsageException {
        @Nullable String value = arguments.value(option);
        if (value == null || value.equals(first)) {
            return false;
        }
        if (value.equals(second)) {
            return true;
        }
        throw new UsageException(
                "--%s=%s: must be %s or %s".formatted(option.name(), value, first, second));
    }
}
