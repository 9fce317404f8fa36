// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Company;
import dev.almanac.client.Participant;
import dev.almanac.client.Way;
import dev.almanac.guest.CalendarProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The examples do what they say. */
@Timeout(60)
class ExamplesTest {
    @TempDir private Path directory;

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @BeforeEach
    void captureOutput() {
        System.setOut(out);
    }

    @AfterEach
    void releaseOutput() {
        System.setOut(standardOutput);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void assertPrinted(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", lines()));
    }

    private String socket() {
        return directory.resolve("s").toString();
    }

    @Test
    void theClockPrintsEachMinute() throws Exception {
        try (Company company = new Company(Way.SHARED_MEMORY, directory, 1)) {
            MinuteClock.main(new String[] {socket()});
            company.awaitEnd();
        }
        assertEquals(60, lines().size());
        assertEquals("1 min", lines().getFirst());
        assertEquals("60 min", lines().getLast());
    }

    @Test
    void theTokenGoesRound() {
        TokenRing.main(new String[0]);
        assertEquals(16, lines().size());
        assertEquals("station 0 had it until 2000 us", lines().getFirst());
        assertEquals("station 4 had it until 20000 us", lines().get(9));
        assertEquals("station 0 had it until 32000 us", lines().getLast());
    }

    @ParameterizedTest
    @EnumSource
    void theTokenGoesRoundInEveryWay(Way way) throws Exception {
        int stations = 7;
        try (Company company = new Company(way, directory, stations)) {
            for (int number = 0; number < stations; number++) {
                company.participant(number + 1, new TokenRing(number, stations, 20));
            }
            company.awaitEnd();
        }
        assertEquals(7 * 20 + 1, lines().size());
        assertEquals("station 0 had it until 282000 us", lines().getLast());
    }

    @Test
    void framesArriveWhenLightHasComeThatFar() throws Exception {
        try (Company company = new Company(Way.MESSAGES, directory, 1)) {
            RadioMedium.main(new String[] {socket()});
            company.awaitEnd();
        }
        List<String> near = heardBy("1 km away");
        assertEquals("100003332 ns: 1 km away heard I am at 100000000", near.getFirst());
        int inTheMiddle = heardBy("2 km away").size();
        int far = heardBy("3 km away").size();
        assertTrue(
                far < inTheMiddle && inTheMiddle <= near.size() && near.size() <= 9,
                lines()::toString);
    }

    private List<String> heardBy(String station) {
        return lines().stream().filter(line -> line.contains(station)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void plansAreMadeAndChanged(Way way) throws Exception {
        try (Company company = new Company(way, directory, 1)) {
            company.participant(1, device -> FirstSteps.plan(device, out));
            company.awaitEnd();
        }
        assertPrinted("poll", "poll", "poll", "timeout");
    }

    @ParameterizedTest
    @EnumSource
    void oneRunsLooksAndRunsOn(Way way) throws Exception {
        try (Company company = new Company(way, directory, 1)) {
            company.participant(1, device -> FirstSteps.step(device, out));
            company.awaitEnd();
        }
        assertPrinted(
                "poll",
                "poll",
                "it is 50000000 ns, and " + (Company.TIME_AT_START + 50_000_000) + " ns since 1970",
                "poll",
                "poll");
    }

    @ParameterizedTest
    @EnumSource
    void questionsAreAnswered(Way way) throws Exception {
        try (Company company = new Company(way, directory, 2)) {
            company.participant(1, FirstSteps::answer);
            company.participant(2, client -> FirstSteps.ask(client, out));
            company.awaitEnd();
        }
        assertPrinted("the answer to 42 came at 1500000 ns");
    }

    @Test
    void questionsAreAnsweredInAProgram() {
        FirstSteps.embed(out);
        assertPrinted("the answer to 42 came at 1500000 ns");
    }

    @Test
    void othersJoinByASocket() throws Exception {
        CompletableFuture<Void> here =
                CompletableFuture.runAsync(
                        () ->
                                assertDoesNotThrow(
                                        () -> FirstSteps.embedBesideOthers(socket(), out)));
        while (!CalendarProcess.isListening(Path.of(socket()))) {
            assertFalse(here.isDone(), "it ended early");
            Thread.sleep(1);
        }
        try (Participant other = Participant.connect(socket(), 2)) {
            other.runUntil(70_000_000);
        }
        here.get();
        assertPrinted("poll", "poll");
    }

    @Test
    void twoTakeTurnsInOneThread() {
        FirstSteps.embedInOneThread(out);
        assertPrinted("fast", "fast", "slow", "fast", "fast", "slow", "fast");
    }

    @Test
    void theEndIsSaid() throws Exception {
        try (Company company = new Company(Way.SHARED_MEMORY, directory, 1)) {
            Thread life = new Thread(() -> FirstSteps.untilTheEnd(socket(), out));
            life.start();
            while (company.now() == 0) {
                Thread.sleep(1);
            }
            company.stop();
            life.join();
        }
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().startsWith("the calendar at " + socket() + " is gone: "));
    }
}
