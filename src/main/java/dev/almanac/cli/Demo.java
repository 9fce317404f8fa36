// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.client.CalendarException;
import dev.almanac.client.Participant;
import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.NetworkOptions;
import dev.almanac.server.Rehearsal;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A calendar with participants of its own, over the real socket: once with messages only, once with
 * shared memory; and a network with cards of its own, in real time.
 */
final class Demo {
    static final Option PARTICIPANTS =
            Option.value("participants", "N", "how many take part (default 8)");
    static final Option HOURS =
            Option.value("hours", "H", "how many hours to simulate (default 1)");
    static final Option DEBUG =
            Option.value(
                    "debug",
                    "LEVEL",
                    "print what its calendar does, 0 to 3 (default: nothing of it)");
    static final List<Option> OPTIONS = List.of(PARTICIPANTS, HOURS, DEBUG);
    static final Command COMMAND =
            Command.of(
                    "demo",
                    "[options]",
                    "a simulation with participants of its own, to see one",
                    OPTIONS,
                    Demo::run);

    private static final long SECOND = 1_000_000_000;
    private static final long LONGEST_SLEEP = SECOND;
    private static final int SLEEPS_PER_UPDATE = 8;
    private static final long JOIN_MILLIS = 1_000;

    private Demo() {}

    static ExitStatus run(List<String> words, Console console)
            throws UsageException, StartupException {
        Arguments arguments = Arguments.parse(words, OPTIONS);
        int participants = (int) arguments.number(PARTICIPANTS, 8, 1, 1_000);
        long end = 3_600 * SECOND * arguments.number(HOURS, 1, 1, 100_000);
        int debugLevel = (int) arguments.number(DEBUG, -1, 0, 3);
        try (OrderlyExit exit = OrderlyExit.inForce()) {
            for (boolean shareMemory : new boolean[] {false, true}) {
                console.out()
                        .println(shareMemory ? "\nWith shared memory:" : "With messages only:");
                console.out().flush();
                ExitStatus status =
                        simulate(participants, end, shareMemory, debugLevel, exit, console);
                if (status != ExitStatus.SUCCESS) {
                    return status;
                }
            }
        }
        rehearse(console);
        return ExitStatus.SUCCESS;
    }

    private static void rehearse(Console console) throws StartupException {
        console.out().println("\nIts network alone, in real time:");
        console.out().flush();
        long begin = System.nanoTime();
        int frames = Rehearsal.hold(NetworkOptions.ofDelay("", SECOND / 1_000));
        double seconds = (System.nanoTime() - begin) / 1e9;
        console.out().printf(Locale.ROOT, "%,d frames in %.1f s%n", frames, seconds);
    }

    private static ExitStatus simulate(
            int participants,
            long end,
            boolean shareMemory,
            int debugLevel,
            OrderlyExit exit,
            Console console)
            throws StartupException {
        Path folder = temporaryFolder();
        String path = folder.resolve("calendar").toString();
        ServerOptions options =
                ServerOptions.at(path)
                        .clients(participants)
                        .maxClients(participants)
                        .shareMemory(shareMemory)
                        .debugLevel(debugLevel)
                        .strict(true)
                        .build();
        List<Thread> participantThreads = new ArrayList<>();
        try (CalendarServer server = CalendarServer.open(options, console.out(), console.err())) {
            exit.stops(server::stop);
            StateSignal.calls(server::reportState);
            Progress progress = new Progress(server, end, console);
            for (int id = 1; id <= participants; id++) {
                participantThreads.add(participant(path, id, end, console));
            }
            progress.begin();
            Ending ending;
            try {
                ending = server.run();
            } finally {
                progress.end();
            }
            console.out().flush();
            server.printSummary();
            return ExitStatus.of(ending);
        } finally {
            join(participantThreads);
            folder.toFile().delete();
        }
    }

    /** Waits for them to notice that the calendar is gone, for a while. */
    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread participant(String path, int id, long end, Console console) {
        return Thread.ofPlatform()
                .daemon()
                .name("participant-" + id)
                .start(
                        () -> {
                            try (Participant participant = Participant.connect(path, id)) {
                                live(participant, id, end);
                            } catch (CalendarException e) {
                                console.complain("participant " + id + ": " + e.getMessage());
                            }
                        });
    }

    /** Sleeps, each time for another while, and tells its time now and then. */
    private static void live(Participant participant, int id, long end) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(id);
        for (int sleeps = 1; participant.now() < end; sleeps++) {
            long time = participant.now() + random.nextLong(1, LONGEST_SLEEP);
            participant.runUntil(Math.min(time, end));
            if (sleeps % SLEEPS_PER_UPDATE == 0) {
                participant.update();
            }
        }
    }

    private static Path temporaryFolder() throws StartupException {
        try {
            return Files.createTempDirectory("almanac-demo");
        } catch (IOException e) {
            throw new StartupException("cannot make a folder for the demo's socket: " + e);
        }
    }
}
