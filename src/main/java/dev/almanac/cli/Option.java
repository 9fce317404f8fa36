// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of a command.
 *
 * @param name its long form, without dashes
 * @param letter its short form, 0 if it has none
 * @param argument what its value is called in help, null if it takes none
 * @param help what it does, in a few words; lines are separated by newlines
 */
record Option(String name, char letter, @Nullable String argument, String help) {
    static Option flag(String name, String help) {
        return new Option(name, (char) 0, null, help);
    }

    static Option value(String name, String argument, String help) {
        return new Option(name, (char) 0, argument, help);
    }

    static Option value(String name, char letter, String argument, String help) {
        return new Option(name, letter, argument, help);
    }

    boolean takesValue() {
        return argument != null;
    }

    /** How it is written, as in help: {@code --time=SOCKET, -tSOCKET}. */
    String forms() {
        String longForm = "--" + name + (argument == null ? "" : "=" + argument);
        String shortForm = "-" + letter + (argument == null ? "" : argument);
        return letter == 0 ? longForm : longForm + ", " + shortForm;
    }
}
