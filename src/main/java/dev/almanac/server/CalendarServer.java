// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Outcome;
import dev.almanac.sched.SharedTime;
import dev.almanac.shm.SharedMemory;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A calendar that participants connect to. From {@link #open} on they can; {@link #run} serves them
 * until the simulation ends.
 *
 * <p>Belongs to the thread that opens it, but for {@link #stop}.
 */
public final class CalendarServer implements AutoCloseable {
    /** The descriptor that participants get for their log: our standard output. */
    private static final int STANDARD_OUTPUT = 1;

    private final PrintStream out;
    private final PrintStream err;
    private final Reports reports;
    private final Summary summary = new Summary();
    private final ListeningSocket listener;
    private final @Nullable SharedMemory memory;
    private final EventLoop loop;
    private final Conductor conductor;
    private final ServerOptions options;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private CalendarServer(
            ServerOptions options,
            Syscalls sys,
            ListeningSocket listener,
            PrintStream out,
            PrintStream err,
            Journal journal) {
        this.options = options;
        this.out = out;
        this.err = err;
        this.listener = listener;
        reports = new Reports(err);
        memory =
                options.shareMemory()
                        ? SharedMemory.create(sys, options.settings().maxSlots())
                        : null;
        loop =
                memory == null
                        ? new EventLoop(sys, listener, reports)
                        : new EventLoop(sys, listener, reports, memory.fd(), STANDARD_OUTPUT);
        Journal log =
                options.debugLevel() < 0
                        ? new Journal() {} // as the controller: not even who comes and goes
                        : new DebugLog(out, options.debugLevel());
        conductor =
                new Conductor(
                        options.settings(),
                        new Calendar(),
                        memory == null ? SharedTime.NONE : memory,
                        loop.outbox(),
                        new Journals(
                                new Journals(log, reports), new Journals(summary, journal)));
        loop.watchedBy(
                new Watch(
                        options.hangWarn(),
                        options.hangTimeout(),
                        conductor.situation(),
                        reports));
    }

    /**
     * Begins to listen.
     *
     * @param sys of the calling thread
     * @param out gets the debug lines
     * @param err gets what goes wrong, and the summary
     * @param journal sees what happens, besides
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static CalendarServer open(
            ServerOptions options, Syscalls sys, PrintStream out, PrintStream err, Journal journal)
            throws StartupException {
        ListeningSocket listener = ListeningSocket.at(options.path(), sys);
        try {
            return new CalendarServer(options, sys, listener, out, err, journal);
        } catch (SyscallException e) {
            listener.close();
            throw new StartupException("cannot begin: " + e.getMessage());
        }
    }

    /** Conducts the simulation to its end, and prints the summary. */
    public Ending run() {
        if (options.settings().clients() == 0) {
            reports.nobodyToWaitFor();
        }
        loop.run(conductor, this::beforeWaiting);
        out.flush();
        if (loop.isHung()) {
            reports.hung();
        }
        summary.print(err);
        Outcome outcome = conductor.outcome();
        if (outcome == null) {
            return unfinished();
        }
        return switch (outcome) {
            case STUCK -> Ending.STUCK;
            case ENDED -> reports.violations() == 0 ? Ending.CLEAN : Ending.WITH_VIOLATIONS;
        };
    }

    /** What the conductor's steps since the last call have led to besides messages. */
    private void beforeWaiting() {
        out.flush();
        if (options.strict() && reports.violations() > 0) {
            loop.stop();
        }
    }

    private Ending unfinished() {
        if (loop.isHung()) {
            return Ending.HUNG;
        }
        return options.strict() && reports.violations() > 0
                ? Ending.WITH_VIOLATIONS
                : Ending.STOPPED;
    }

    /**
     * Any thread: ends {@link #run} soon, and waits until all is closed.
     *
     * @param ownSys of the calling thread
     * @param millis how long to wait at most, in milliseconds
     * @return whether it is closed
     */
    public boolean stop(Syscalls ownSys, long millis) throws InterruptedException {
        if (!closing.get()) {
            loop.stop(ownSys);
        }
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Takes the socket away and ends all connections. */
    @Override
    public void close() {
        closing.set(true);
        listener.close();
        loop.close();
        if (memory != null) {
            memory.close();
        }
        closed.countDown();
    }
}
