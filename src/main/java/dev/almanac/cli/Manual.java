// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.cli.Page.Entry;

import java.util.ArrayList;
import java.util.List;

/** What there is to say about the program, from the tables that it works by. */
final class Manual {
    static final Option MARKDOWN = Option.flag("markdown", "in Markdown");
    static final Command COMMAND =
            Command.of(
                    "manual",
                    "[--markdown]",
                    "print this manual, as man(1) formats it",
                    List.of(MARKDOWN),
                    Manual::run);

    private static final String SIGNALS = "129, 130, 143";

    private Manual() {}

    private static ExitStatus run(List<String> words, Console console) throws UsageException {
        Arguments arguments = Arguments.parse(words, COMMAND.options());
        Page page =
                arguments.has(MARKDOWN)
                        ? new MarkdownPage("Reference: almanac")
                        : new ManPage("almanac", Main.version());
        write(page);
        console.out().print(page.text());
        return ExitStatus.SUCCESS;
    }

    /** Writes all of it. */
    static void write(Page page) {
        page.section("Name");
        page.paragraph("almanac - the calendar of a simulation in virtual time");
        page.section("Synopsis");
        List<String> usages = new ArrayList<>();
        Commands.ALL.forEach(command -> usages.add(command.usage()));
        usages.add("almanac --help | --version");
        page.example(String.join("\n", usages));
        page.section("Description");
        page.paragraph(
                """
                User-Mode Linux guests and other programs, the participants of a simulation, connect to a socket of \
                `almanac`, ask to run at a time, and run when it says so. Nobody waits for real time, so an hour of \
                sleep takes milliseconds, and the same input gives the same run. It takes the place of the program \
                `controller` of usfstl.\
                """);
        page.paragraph(
                """
                Options may be shortened as far as they stay clear, and their values be words of their own: \
                `--time=SOCKET`, `--time SOCKET`, `-tSOCKET` and `-t SOCKET` are the same. Of an option given \
                twice, the last counts. Numbers may be written `0x...`; durations are written `1s`, `250ms`, \
                `10us`, `500ns` or `0`.\
                """);
        page.section("Commands and options");
        Commands.ALL.forEach(command -> write(command, page));
        page.section("Exit status");
        page.list(exitStatuses());
        writeOutputs(page);
        writeSurroundings(page);
    }

    private static void write(Command command, Page page) {
        page.subsection(command.usage());
        page.paragraph(sentence(command.help()));
        boolean first = true;
        for (OptionGroup group : command.groups()) {
            if (!first) {
                page.paragraph(group.title() + ":");
            }
            first = false;
            List<Entry> entries = new ArrayList<>();
            for (Option option : group.options()) {
                String meaning = sentence(option.help()) + " " + option.detail();
                entries.add(new Entry(option.forms(), meaning.strip()));
            }
            page.list(entries);
        }
    }

    /** The words of a help text as a sentence. */
    private static String sentence(String help) {
        return Character.toUpperCase(help.charAt(0)) + help.substring(1) + ".";
    }

    private static List<Entry> exitStatuses() {
        List<Entry> entries = new ArrayList<>();
        for (ExitStatus status : ExitStatus.values()) {
            entries.add(new Entry(String.valueOf(status.code()), sentence(status.meaning())));
        }
        entries.add(
                new Entry(
                        SIGNALS,
                        "Ended by SIGHUP, SIGINT, SIGTERM; in order: the sockets are removed, the"
                                + " summary printed."));
        return entries;
    }

    private static void writeOutputs(Page page) {
        page.section("Output");
        page.paragraph(
                """
                What `--debug` asks for goes to stdout, in the lines of usfstl's controller. What goes wrong goes \
                to stderr, in one line that names who, what and when; at the end a summary goes there too, one \
                line a participant. SIGUSR1 prints the state there at any time: everybody who is connected, with \
                its request, process and counters, and the next ten events.\
                """);
    }

    private static void writeSurroundings(Page page) {
        page.section("Environment");
        page.list(
                List.of(
                        new Entry(
                                "ALMANAC_JAVA_OPTS",
                                "More options for the Java virtual machine, separated by blanks."),
                        new Entry(
                                "ALMANAC_JAVA_HOME",
                                "The JDK or JRE to use, 22 or newer. An installed `almanac` brings"
                                        + " its own and does not look."),
                        new Entry(
                                "ALMANAC_JVM_DIRS",
                                "The folders that JDKs lie in, separated by colons; for `./almanac`"
                                        + " in the sources.")));
        page.section("Files");
        page.list(
                List.of(
                        new Entry(
                                "SOCKET of --time, --control, --net",
                                "Made at the start, removed at the end. One that nobody listens on"
                                        + " any more is replaced, anything else is refused."),
                        new Entry(
                                "SOCKET.trace",
                                "The last events of a run that ended badly; the next such run"
                                        + " replaces it."),
                        new Entry(
                                "target/almanac.jar, target/almanac-VERSION.*",
                                "Where `./almanac` in the sources keeps what it built, and for each"
                                        + " Java that it ran on an archive that makes starts"
                                        + " faster.")));
        page.section("Examples");
        page.example(
                """
                almanac demo
                almanac --time=/tmp/clock --clients=2 --net=/tmp/net
                almanac manual | man -l -
                . <(almanac completion bash)
                """);
        page.section("See also");
        page.paragraph(
                "The guides that come with it: first-simulation.md, guests.md, network.md,"
                        + " security.md, replacing-the-controller.md.");
    }
}
