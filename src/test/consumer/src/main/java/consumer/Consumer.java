// SPDX-License-Identifier: BSD-3-Clause
package consumer;

import dev.almanac.client.Participant;
import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.ServerOptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program of somebody else's: a calendar, and a participant that sleeps for an hour. */
public final class Consumer {
    private static final long HOUR = 3_600_000_000_000L;

    private Consumer() {}

    /** Exits with 0 if the hour passed. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("consumer");
        String socket = folder.resolve("calendar").toString();
        ServerOptions options = ServerOptions.at(socket).clients(1).build();
        try (CalendarServer server = CalendarServer.open(options, System.out, System.err)) {
            Thread.ofPlatform().daemon().start(() -> sleep(socket));
            Ending ending = server.run();
            server.printSummary();
            System.exit(ending == Ending.CLEAN ? 0 : 1);
        } finally {
            Files.delete(folder);
        }
    }

    private static void sleep(String socket) {
        try (Participant participant = Participant.connect(socket, 1)) {
            participant.runUntil(HOUR);
            System.out.println("It is " + participant.now() + " ns.");
        }
    }
}
