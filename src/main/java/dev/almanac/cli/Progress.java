// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.CalendarServer;

import java.io.PrintStream;
import java.util.Locale;

/**
 * How far a simulation is: a line that is rewritten in a terminal, and a new line now and then
 * elsewhere. A thread of its own prints it.
 */
final class Progress {
    private final CalendarServer server;
    private final long end;
    private final PrintStream out;
    private final boolean terminal;
    private final Thread printer;
    private long begun;

    /**
     * Nothing yet.
     *
     * @param end the simulated time at which all is done, in nanoseconds
     */
    Progress(CalendarServer server, long end, Console console) {
        this.server = server;
        this.end = end;
        out = console.out();
        terminal = console.isTerminal();
        printer = Thread.ofPlatform().daemon().name("progress").unstarted(this::print);
    }

    void begin() {
        begun = System.nanoTime();
        printer.start();
    }

    void end() {
        printer.interrupt();
        try {
            printer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        try {
            while (true) {
                Thread.sleep(terminal ? 100 : 1_000);
                show(terminal ? "\r" : "", terminal ? "" : "\n");
            }
        } catch (InterruptedException e) {
            show(terminal ? "\r" : "", "\n");
        }
    }

    private void show(String before, String after) {
        double real = (System.nanoTime() - begun) / 1e9;
        double simulated = server.simulatedNanos() / 1e9;
        out.printf(
                Locale.ROOT,
                "%s  %,.0f s of %,.0f s simulated, %,.0f times as fast as real time, %,.0f"
                        + " grants/s%s",
                before,
                simulated,
                end / 1e9,
                simulated / real,
                server.grants() / real,
                after);
        out.flush();
    }
}
