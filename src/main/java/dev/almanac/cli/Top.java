// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Shows what a simulation is doing, again and again until it ends. */
final class Top {
    static final Option INTERVAL =
            Option.value("interval", "DURATION", "how often to look (default 1s)")
                    .detail("The calendar tells anew four times a second.");
    static final Option SORT =
            Option.value("sort", "COLUMN", "by what: " + TopOrder.words() + " (default share)");
    static final Option ONCE = Option.flag("once", "look once; rates are those since the begin");
    static final List<Option> OPTIONS = List.of(INTERVAL, SORT, ONCE);

    static final Command COMMAND =
            Command.of(
                    "top",
                    "SOCKET|FILE [options]",
                    "show what the simulation of --time=SOCKET or --record=FILE is doing, without"
                            + " disturbing it",
                    OPTIONS,
                    Top::run);

    private static final long SECOND = 1_000_000_000;
    private static final long SHORTEST = 100_000_000;

    private Top() {}

    static ExitStatus run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(words, OPTIONS, "SOCKET or FILE");
        String sort = arguments.value(SORT);
        TopOrder order = sort == null ? TopOrder.SHARE : TopOrder.of(sort);
        long interval = arguments.duration(INTERVAL, SECOND);
        if (interval < SHORTEST) {
            throw new UsageException("--interval must be 100ms or more");
        }
        String subject = arguments.operand(0);
        TopPage page = new TopPage(subject, order);
        try (SnapshotSource source = source(subject)) {
            if (arguments.has(ONCE)) {
                printLast(source.look(), page, console.out());
            } else {
                watch(source, page, interval, console);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.SUCCESS;
    }

    private static SnapshotSource source(String subject) throws UsageException {
        try {
            Path path = Path.of(subject);
            return Files.isRegularFile(path) ? RecordingSource.of(subject) : LiveSource.of(path);
        } catch (InvalidPathException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void watch(SnapshotSource source, TopPage page, long interval, Console console)
            throws UsageException, InterruptedException {
        Snapshot before = Snapshot.NOTHING;
        Snapshot now = source.look();
        try (Screen screen = console.isTerminal() ? new Screen(console.out()) : null) {
            while (now.end() == null) {
                if (screen == null) {
                    print(page.lines(before, now), console.out());
                    console.out().println();
                    console.out().flush();
                } else {
                    screen.draw(page.lines(before, now));
                }
                Thread.sleep(interval / 1_000_000);
                Snapshot next = source.look();
                before = next.real() == now.real() ? before : now;
                now = next;
            }
        }
        printLast(now, page, console.out());
    }

    private static void print(List<String> lines, PrintStream out) {
        lines.forEach(out::println);
    }

    private static void printLast(Snapshot last, TopPage page, PrintStream out) {
        print(page.lines(Snapshot.NOTHING, last), out);
        if (last.end() != null) {
            out.println(last.end());
        }
    }
}
