// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.StartupException;

import java.util.ArrayList;
import java.util.List;

/**
 * A command of the program, with all that help, the manual and the shells' completions say of it.
 *
 * @param name the word that asks for it; empty for the program's main job
 * @param synopsis what may follow the name, as in help
 * @param help what it does, in a few words
 * @param groups its options
 * @param action runs it with the words that follow the name
 */
record Command(String name, String synopsis, String help, List<OptionGroup> groups, Action action) {
    /** What a command does. */
    interface Action {
        /**
         * Runs to the end.
         *
         * @throws UsageException if the words cannot be followed
         * @throws StartupException if what they ask for could not begin
         */
        ExitStatus run(List<String> words, Console console) throws UsageException, StartupException;
    }

    /** A command with its options, if it has any, in one group. */
    static Command of(
            String name, String synopsis, String help, List<Option> options, Action action) {
        List<OptionGroup> groups =
                options.isEmpty() ? List.of() : List.of(new OptionGroup("Options", options));
        return new Command(name, synopsis, help, groups, action);
    }

    /** All its options. */
    List<Option> options() {
        List<Option> options = new ArrayList<>();
        for (OptionGroup group : groups) {
            options.addAll(group.options());
        }
        return options;
    }

    /** How it is called, as in help: {@code almanac demo [options]}. */
    String usage() {
        return name.isEmpty() ? "almanac " + synopsis : "almanac " + name + " " + synopsis;
    }
}
