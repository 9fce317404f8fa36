// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * One option of a command.
 *
 * @param name its long form, without dashes
 * @param letter its short form, 0 if it has none
 * @param argument what its value is called in help, null if it takes none
 * @param help what it does, in a few words
 * @param detail what the manual says besides, in sentences; empty for nothing
 */
record Option(String name, char letter, @Nullable String argument, String help, String detail) {
    private static final Set<String> FILES = Set.of("SOCKET", "FILE", "FOLDER");

    static Option flag(String name, String help) {
        return new Option(name, (char) 0, null, help, "");
    }

    static Option value(String name, String argument, String help) {
        return new Option(name, (char) 0, argument, help, "");
    }

    static Option value(String name, char letter, String argument, String help) {
        return new Option(name, letter, argument, help, "");
    }

    /** The same option with a detail for the manual. */
    Option detail(String sentences) {
        return new Option(name, letter, argument, help, sentences);
    }

    boolean takesValue() {
        return argument != null;
    }

    /** Whether its value is the name of a file, as that is called in help. */
    boolean takesFile() {
        return argument != null && FILES.contains(argument);
    }

    /** How it is written, as in help: {@code --time=SOCKET, -tSOCKET}. */
    String forms() {
        String longForm = "--" + name + (argument == null ? "" : "=" + argument);
        String shortForm = "-" + letter + (argument == null ? "" : argument);
        return letter == 0 ? longForm : longForm + ", " + shortForm;
    }
}
