// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;

/** What {@code --help} prints. */
final class Help {
    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                almanac: the calendar of a simulation in virtual time

                almanac --time=SOCKET --clients=N [options]
                    conduct a simulation of N participants or more, until the last one leaves
                """);
        list(Serve.OPTIONS, text);
        text.append(
                """

                  Ethernet between guests:
                """);
        list(Net.OPTIONS, text);
        text.append(
                """

                almanac demo [options]
                    a simulation with participants of its own, to see one
                """);
        list(Demo.OPTIONS, text);
        text.append(
                """

                almanac --help | --version

                Values may also be separate words, and short forms joined: -t SOCKET, -tSOCKET.
                Exit status: 0 the last participant left; 1 so it did, but connections were closed for
                breaking the protocol; 2 the command line or the socket is at fault; 3 participants
                were left, but none had a request; 4 nothing happened for --hang-timeout; 70 an internal
                error; 130 SIGINT; 143 SIGTERM.
                """);
        return text.toString();
    }

    private static void list(List<Option> options, StringBuilder text) {
        for (Option option : options) {
            text.append("      ").append(pad(option.forms())).append(' ');
            text.append(option.help()).append('\n');
        }
    }

    private static String pad(String forms) {
        int width = 32;
        return forms.length() > width
                ? forms + "\n      " + " ".repeat(width)
                : forms + " ".repeat(width - forms.length());
    }
}
