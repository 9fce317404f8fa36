// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.examples.FirstSteps;
import dev.almanac.guest.CalendarProcess;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The library with usfstl's controller in Almanac's place. */
@Timeout(60)
@EnabledIfEnvironmentVariable(
        named = "ALMANAC_REFERENCE",
        matches = ".+",
        disabledReason = "ALMANAC_REFERENCE names no usfstl controller to take part in")
final class ReferenceIT {
    private static final long PATIENCE_SECONDS = 20;

    @TempDir private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void broadcastsAreAnswered(boolean shareMemory) throws Exception {
        simulate(shareMemory, FirstSteps::answer, client -> FirstSteps.ask(client, out));
        assertPrinted("the answer to 42 came at 1500000 ns");
    }

    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void turnsComeInTheOrderOfTheirTimes(boolean shareMemory) throws Exception {
        simulate(
                shareMemory,
                one -> tick(one, "one", 30),
                other -> tick(other, "other", 50),
                third -> {
                    third.runUntil(75);
                    third.update();
                    third.runUntil(120);
                });
        assertPrinted(
                "one at 30",
                "other at 50",
                "one at 60",
                "one at 90",
                "other at 100",
                "one at 120",
                "other at 150",
                "one at 150");
    }

    /** In shared memory nothing tells who asked first, and it looks there before its turns only. */
    @ParameterizedTest(name = "with shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void whoHearsABroadcastAsksFirst(boolean shareMemory) throws Exception {
        Hearing hearing = new Hearing();
        simulate(
                shareMemory,
                one -> hearing.live(one, 1),
                sender -> hearing.live(sender, 2),
                third -> hearing.live(third, 3),
                fourth -> hearing.live(fourth, 4));
        assertEquals(shareMemory ? Hearing.ALL_IN_ORDER : Hearing.HEARERS_FIRST, hearing.order());
    }

    private void tick(Participant participant, String name, long period) {
        participant.every(
                period,
                () -> {
                    out.println(name + " at " + participant.now());
                    participant.update();
                });
        participant.at(160, participant::close);
        participant.run();
    }

    @SafeVarargs
    private void simulate(boolean shareMemory, Consumer<Participant>... lives) throws Exception {
        Path socket = directory.resolve("s");
        Process calendar =
                new ProcessBuilder(
                                System.getenv("ALMANAC_REFERENCE"),
                                "--time=" + socket,
                                "--clients=" + lives.length)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            while (!CalendarProcess.isListening(socket)) {
                assertTrue(calendar.isAlive(), "the calendar does not listen");
                Thread.sleep(5);
            }
            List<Future<?>> all = new ArrayList<>();
            for (Consumer<Participant> life : lives) {
                int id = all.size() + 1;
                all.add(threads.submit(() -> live(socket.toString(), id, shareMemory, life)));
            }
            for (Future<?> one : all) {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertTrue(calendar.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, calendar.exitValue());
        } finally {
            calendar.destroyForcibly();
            threads.shutdownNow();
        }
    }

    private static void live(String path, int id, boolean shareMemory, Consumer<Participant> life) {
        try (Participant participant = Participant.connect(path, id, shareMemory)) {
            participant.start();
            assertEquals(shareMemory, participant.sharesTime());
            life.accept(participant);
        }
    }

    private void assertPrinted(String... expected) {
        assertEquals(String.join("\n", expected), printed.toString(StandardCharsets.UTF_8).strip());
    }
}
