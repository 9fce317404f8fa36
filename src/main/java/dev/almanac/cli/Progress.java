// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far a simulation is: a line that is rewritten in a terminal, and a new line now and then
 * elsewhere. A thread of its own prints it; the conductor only counts.
 */
final class Progress implements Journal {
    private final long end;
    private final PrintStream out;
    private final boolean terminal;
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong grants = new AtomicLong();
    private final Thread printer;
    private long begun;

    /**
     * Nothing yet.
     *
     * @param end the simulated time at which all is done, in nanoseconds
     */
    Progress(long end, Console console) {
        this.end = end;
        out = console.out();
        terminal = console.isTerminal();
        printer = Thread.ofPlatform().daemon().name("progress").unstarted(this::print);
    }

    @Override
    public void timeIs(long time) {
        now.lazySet(time);
    }

    @Override
    public void granted(Session session) {
        grants.lazySet(grants.getPlain() + 1);
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
        double simulated = now.get() / 1e9;
        out.printf(
                Locale.ROOT,
                "%s  %,.0f s of %,.0f s simulated, %,.0f times as fast as real time, %,.0f"
                        + " grants/s%s",
                before,
                simulated,
                end / 1e9,
                simulated / real,
                grants.get() / real,
                after);
        out.flush();
    }
}
