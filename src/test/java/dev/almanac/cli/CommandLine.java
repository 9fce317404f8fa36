// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.almanac.guest.CalendarProcess;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Command lines of almanac, followed in this process, and what came of them. */
record CommandLine(ExitStatus status, String out, String err) {
    /** Follows one to its end. */
    static CommandLine almanac(String... words) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitStatus status = Main.run(List.of(words), new Console(to(out), to(err), false));
        return new CommandLine(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Begins a calendar, and waits until one can connect to that socket of its. */
    static Future<CommandLine> calendar(Path socket, String... words) throws InterruptedException {
        FutureTask<CommandLine> calendar = new FutureTask<>(() -> almanac(words));
        Thread.ofPlatform().daemon().start(calendar);
        while (!CalendarProcess.isListening(socket)) {
            assertFalse(calendar.isDone(), "it ended early");
            Thread.sleep(1);
        }
        return calendar;
    }
}
