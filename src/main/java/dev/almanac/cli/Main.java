// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.StartupException;

import java.util.Arrays;
import java.util.List;

/** The program {@code almanac}. */
public final class Main {
    private static final String NO_VERSION = "(built without a version)";

    private Main() {}

    /** Runs a command, and exits with its status. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        ExitStatus status = ExitStatus.FAILURE;
        try {
            status = run(Arrays.asList(args), console);
        } catch (UsageException | StartupException e) {
            console.complain(String.valueOf(e.getMessage()));
            status = ExitStatus.USAGE;
        } catch (RuntimeException | Error e) {
            console.complain("internal error: " + e);
            e.printStackTrace(console.err());
        }
        console.out().flush();
        System.exit(status.code());
    }

    static ExitStatus run(List<String> words, Console console)
            throws UsageException, StartupException {
        if (words.contains("--help") || words.contains("-?")) {
            console.out().print(Help.text());
            return ExitStatus.SUCCESS;
        }
        if (words.contains("--version")) {
            console.out().println("almanac " + version());
            return ExitStatus.SUCCESS;
        }
        return Commands.run(words, console);
    }

    /** Of the jar. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? NO_VERSION : version;
    }
}
