// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;

/** What shells need to complete a command line, from the tables that the program works by. */
final class Completion {
    static final Command COMMAND =
            Command.of(
                    "completion",
                    "bash | zsh",
                    "print what lets that shell complete command lines of almanac",
                    List.of(),
                    Completion::run);

    private Completion() {}

    private static ExitStatus run(List<String> words, Console console) throws UsageException {
        String shell = words.size() == 1 ? words.getFirst() : "";
        console.out()
                .print(
                        switch (shell) {
                            case "bash" -> BashCompletion.text();
                            case "zsh" -> ZshCompletion.text();
                            default -> throw new UsageException("use: " + COMMAND.usage());
                        });
        return ExitStatus.SUCCESS;
    }
}
