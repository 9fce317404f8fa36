// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.ServerOptions;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A calendar in a thread of its own, with a socket. */
final class ServedPlace implements Company.Place {
    private static final long PATIENCE_SECONDS = 30;

    private final String path;
    private final CompletableFuture<CalendarServer> opened = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();

    ServedPlace(ServerOptions options) throws Exception {
        path = options.path();
        Thread.ofPlatform().daemon().name("calendar").start(() -> serve(options));
        opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Of a calendar that prints nothing, and ends when somebody breaks the protocol. */
    static ServerOptions.Builder options(String path, int clients) {
        return ServerOptions.at(path)
                .clients(clients)
                .timeAtStart(Company.TIME_AT_START)
                .debugLevel(-1)
                .strict(true);
    }

    private void serve(ServerOptions options) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        try (CalendarServer server = CalendarServer.open(options, nowhere, nowhere)) {
            opened.complete(server);
            ended.complete(server.run());
        } catch (Throwable e) { // whatever it is, the test has to see it
            opened.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    @Override
    public Participant connect(int id) {
        return Participant.connect(path, id);
    }

    @Override
    public long now() {
        return opened.join().simulatedNanos();
    }

    @Override
    public long digest() {
        return opened.join().digest();
    }

    @Override
    public void stop() {
        try {
            assertTrue(opened.join().stop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void awaitEnd() throws Exception {
        assertEquals(Ending.CLEAN, ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
}
