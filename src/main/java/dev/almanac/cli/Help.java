// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** What {@code --help} prints. */
final class Help {
    private static final int WIDTH = 32;
    private static final String INDENT = "      ";

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        text.append("almanac: the calendar of a simulation in virtual time\n");
        for (Command command : Commands.ALL) {
            text.append('\n').append(command.usage()).append('\n');
            text.append("    ").append(command.help()).append('\n');
            for (OptionGroup group : command.groups()) {
                list(group, text);
            }
        }
        text.append(
                """

                almanac --help | --version

                Values may also be separate words, and short forms joined: -t SOCKET, -tSOCKET.

                Exit status:
                """);
        for (ExitStatus status : ExitStatus.values()) {
            text.append(row(String.valueOf(status.code()), 8, status.meaning()));
        }
        text.append(row("129 130 143", 8, "ended by SIGHUP, SIGINT, SIGTERM; in order"));
        return text.toString();
    }

    private static void list(OptionGroup group, StringBuilder text) {
        text.append("\n  ").append(group.title()).append(":\n");
        for (Option option : group.options()) {
            text.append(row(option.forms(), WIDTH, option.help()));
        }
    }

    private static String row(String name, int width, String meaning) {
        String left =
                name.length() > width
                        ? name + "\n" + INDENT + " ".repeat(width)
                        : name + " ".repeat(width - name.length());
        return INDENT + left + ' ' + meaning + '\n';
    }
}
