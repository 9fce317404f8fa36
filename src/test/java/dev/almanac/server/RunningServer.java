// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sched.Journal;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A calendar at work in a thread of its own, which participants can connect to. */
final class RunningServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Thread thread;

    private RunningServer(ServerOptions options, Syscalls sys, Journal journal) {
        thread = new Thread(() -> serve(options, sys, journal), "calendar");
        thread.setDaemon(true);
    }

    static RunningServer start(ServerOptions.Builder options)
            throws ExecutionException, InterruptedException, TimeoutException {
        return start(options, new LinuxSyscalls(), new Journal() {});
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param sys that nobody has used yet, or only for set-up that does not call anything
     * @param journal is called in the calendar's thread
     */
    static RunningServer start(ServerOptions.Builder options, Syscalls sys, Journal journal)
            throws ExecutionException, InterruptedException, TimeoutException {
        RunningServer running = new RunningServer(options.build(), sys, journal);
        running.thread.start();
        running.opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return running;
    }

    private void serve(ServerOptions options, Syscalls sys, Journal journal) {
        try {
            ending.complete(run(options, sys, journal));
        } catch (Throwable e) { // whatever it is, the test has to see it
            opened.completeExceptionally(e);
            ending.completeExceptionally(e);
        }
    }

    private Ending run(ServerOptions options, Syscalls sys, Journal journal)
            throws StartupException {
        try (CalendarServer server = CalendarServer.open(options, sys, to(out), to(err), journal)) {
            opened.complete(server);
            Ending end = server.run();
            server.printSummary();
            return end;
        }
    }

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    CalendarServer server() {
        return opened.join();
    }

    Thread thread() {
        return thread;
    }

    /** Waits until everything is closed; how it ended. */
    Ending ending() throws ExecutionException, InterruptedException, TimeoutException {
        Ending end = ending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return end;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        long patience = TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
        try {
            assertTrue(server().stop(patience), "it does not close");
            thread.join(patience);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
