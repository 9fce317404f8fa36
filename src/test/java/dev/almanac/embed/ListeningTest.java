// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Participant;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;
import dev.almanac.trace.Event;
import dev.almanac.trace.EventType;
import dev.almanac.trace.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Simulations inside a program that others can join by a socket. */
@Timeout(60)
class ListeningTest {
    @TempDir private Path directory;

    private String socket() {
        return directory.resolve("s").toString();
    }

    private ServerOptions.Builder options(int clients) {
        return ServerOptions.at(socket()).clients(clients).debugLevel(-1);
    }

    private Simulation of(int clients) throws StartupException {
        return Simulation.listen(options(clients).build());
    }

    @Test
    void manyOfOneThreadTakeTurns() throws Exception {
        int many = 150;
        StringBuilder order = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        try (Simulation simulation = of(many)) {
            for (int id = many; id >= 1; id--) {
                Participant one = simulation.join(id);
                int number = id;
                one.after(many - id, () -> order.append(number).append(' '));
                expected.append(id).append(' ');
            }
            simulation.run();
            assertEquals(many - 1, simulation.now());
        }
        assertEquals(expected.toString(), order.toString());
    }

    @Test
    void whereItCannotListenItDoesNotBegin() throws Exception {
        Files.createFile(directory.resolve("s"));
        assertThrows(StartupException.class, () -> of(1));
    }

    @Test
    void withoutSharedMemoryNobodyCouldTakePart() {
        ServerOptions options = options(1).shareMemory(false).build();
        assertThrows(IllegalArgumentException.class, () -> Simulation.listen(options));
        assertFalse(Files.exists(directory.resolve("s")));
    }

    @Test
    void itHasToWaitForSomebody() {
        assertThrows(IllegalArgumentException.class, () -> of(0));
        assertFalse(Files.exists(directory.resolve("s")));
    }

    /** What has no socket cannot record; the schedule is the same. */
    @Test
    void itCanRecord() throws Exception {
        Path file = directory.resolve("r");
        long digest;
        long grants;
        try (Simulation simulation =
                Simulation.listen(options(2).record(file.toString()).build())) {
            live(simulation);
            digest = simulation.digest();
            grants = simulation.grants();
        }
        try (Simulation simulation = Simulation.create().participants(2).open()) {
            live(simulation);
            assertEquals(digest, simulation.digest());
        }
        try (Recording recording = Recording.open(file.toString())) {
            long recorded = 0;
            for (Event event = recording.next(); event != null; event = recording.next()) {
                recorded += event.type() == EventType.GRANTED ? 1 : 0;
            }
            assertEquals(grants, recorded);
        }
    }

    private static void live(Simulation simulation) {
        simulation.join(1, one -> one.runUntil(40));
        Participant here = simulation.join(2);
        here.every(10, () -> {});
        here.at(70, here::close);
        simulation.run();
    }

    @Test
    void theFailureOfOneEndsIt() throws Exception {
        try (Simulation simulation = of(2)) {
            simulation.join(
                    1,
                    one -> {
                        one.runUntil(100);
                        throw new UnsupportedOperationException("no");
                    });
            Participant here = simulation.join(2);
            here.every(30, () -> {});
            CompletionException e = assertThrows(CompletionException.class, simulation::run);
            assertInstanceOf(UnsupportedOperationException.class, e.getCause());
            assertFalse(Files.exists(directory.resolve("s")));
            assertThrows(CalendarGoneException.class, () -> simulation.join(3));
        }
    }

    /** Who only listens, over the socket, keeps it from ending well. */
    @Test
    void runSaysWhenNothingCanHappenAnyMore() throws Exception {
        try (Simulation simulation = of(2)) {
            CompletableFuture<Void> listener =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Participant other = Participant.connect(socket(), 2)) {
                                    other.onBroadcast(bits -> {});
                                    other.run();
                                }
                            });
            simulation.join(1).runUntil(40);
            CalendarGoneException e = assertThrows(CalendarGoneException.class, simulation::run);
            assertTrue(e.toString().contains("at 40 ns: no participant has anything"), e::toString);
            CompletionException end = assertThrows(CompletionException.class, listener::join);
            assertInstanceOf(CalendarGoneException.class, end.getCause());
        }
    }

    @Test
    void waitingForTheOthersCanBeInterrupted() throws Exception {
        try (Simulation simulation = of(2)) {
            Thread.currentThread().interrupt();
            assertThrows(CalendarInterruptedException.class, simulation::run);
            assertTrue(Thread.interrupted());
        }
    }
}
