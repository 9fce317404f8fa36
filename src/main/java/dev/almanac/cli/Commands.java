// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.StartupException;

import java.util.ArrayList;
import java.util.List;

/** The program's commands: the one place where a command is made known. */
final class Commands {
    /** What the program does when no other is named. */
    static final Command MAIN = Serve.COMMAND;

    /** Those that are asked for by their name. */
    static final List<Command> NAMED =
            List.of(
                    Ctl.COMMAND,
                    Demo.COMMAND,
                    Trace.COMMAND,
                    Diff.COMMAND,
                    DrawTimeline.COMMAND,
                    Top.COMMAND,
                    Manual.COMMAND,
                    Completion.COMMAND);

    /** All of them, in the order of the manual. */
    static final List<Command> ALL = all();

    private Commands() {}

    /**
     * Runs the command that a command line asks for.
     *
     * @throws UsageException if it cannot be followed
     * @throws StartupException if what it asks for could not begin
     */
    static ExitStatus run(List<String> words, Console console)
            throws UsageException, StartupException {
        String first = words.isEmpty() ? "" : words.getFirst();
        for (Command command : NAMED) {
            if (first.equals(command.name())) {
                return command.action().run(words.subList(1, words.size()), console);
            }
        }
        return MAIN.action().run(words, console);
    }

    private static List<Command> all() {
        List<Command> all = new ArrayList<>();
        all.add(MAIN);
        all.addAll(NAMED);
        return all;
    }
}
