// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.InnerDoor;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * A simulation that others can join by a socket: a calendar serves them, in a thread of its own,
 * and conducts. Whoever says something here wakes that thread.
 */
final class ServedStage implements Stage {
    private static final long CLOSE_MILLIS = 10_000;

    private final CalendarServer server;
    private final InnerDoor door;
    private final CompletableFuture<Ending> ended;

    private ServedStage(CalendarServer server, InnerDoor door, CompletableFuture<Ending> ended) {
        this.server = server;
        this.door = door;
        this.ended = ended;
    }

    /**
     * Begins to listen.
     *
     * @param out gets the calendar's log
     * @param err gets what goes wrong
     */
    static ServedStage open(ServerOptions options, PrintStream out, PrintStream err)
            throws StartupException {
        CompletableFuture<ServedStage> opened = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("calendar").start(() -> serve(options, out, err, opened));
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupException reason) {
                throw reason;
            }
            throw e;
        }
    }

    private static void serve(
            ServerOptions options,
            PrintStream out,
            PrintStream err,
            CompletableFuture<ServedStage> opened) {
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        Ending ending;
        try (CalendarServer server = CalendarServer.open(options, out, err)) {
            opened.complete(new ServedStage(server, server.openInnerDoor(), ended));
            ending = server.run();
        } catch (Throwable e) { // whatever it is, whoever opens or runs it gets it
            opened.completeExceptionally(e);
            ended.completeExceptionally(e);
            return;
        }
        ended.complete(ending); // all is closed, and whoever takes part knows why
    }

    @Override
    public LocalLine connect(Inbox inbox) {
        return new ServedLine(door, inbox);
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        try {
            Ending ending = ended.get();
            if (ending != Ending.CLEAN && ending != Ending.WITH_VIOLATIONS) {
                throw new CalendarGoneException(door.end(Stage.CLOSED));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the calendar failed", e.getCause());
        }
    }

    @Override
    public void end(String why) {
        door.end(why);
        try {
            if (!server.stop(CLOSE_MILLIS)) {
                throw new IllegalStateException("the calendar does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long now() {
        return server.simulatedNanos();
    }

    @Override
    public long grants() {
        return server.grants();
    }

    @Override
    public long digest() {
        return server.digest();
    }
}
