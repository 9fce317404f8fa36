// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program's standard output and error; {@code isTerminal} speaks of the output. */
record Console(PrintStream out, PrintStream err, boolean isTerminal) {
    /** Those of the process: output is buffered and flushed by whoever writes, errors are not. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                outputIsTerminal());
    }

    /** System.console() asks about standard input too, which a demo does not read. */
    private static boolean outputIsTerminal() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // no /proc: plain lines do anywhere
        }
    }

    /** One line about what is wrong. */
    void complain(String message) {
        err.println("almanac: " + message);
    }
}
