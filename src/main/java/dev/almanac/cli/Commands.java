// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.StartupException;

import java.util.List;

/** The program's commands: the one place where a command is made known. */
final class Commands {
    static final List<Command> ALL = List.of(Serve.COMMAND, Demo.COMMAND);

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
        for (Command command : ALL) {
            if (!first.isEmpty() && first.equals(command.name())) {
                return command.action().run(words.subList(1, words.size()), console);
            }
        }
        return Serve.run(words, console);
    }
}
