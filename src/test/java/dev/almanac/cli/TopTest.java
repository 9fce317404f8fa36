// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static dev.almanac.cli.CommandLine.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** {@code almanac top} as a user calls it, of a calendar that was started like any other. */
@Timeout(60)
class TopTest {
    @TempDir private Path directory;

    private Path socket;
    private String control = "";
    private String recording = "";

    @BeforeEach
    void choose() {
        socket = directory.resolve("t");
        control = directory.resolve("c").toString();
        recording = directory.resolve("r").toString();
    }

    private Future<CommandLine> calendar(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--time=" + socket, "--control=" + control, "--clients=2"));
        words.addAll(List.of("--record=" + recording, "--free-run=1ms"));
        return CommandLine.calendar(socket, words.toArray(String[]::new));
    }

    private void ctl(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("ctl", control));
        all.addAll(List.of(words));
        CommandLine command = almanac(all.toArray(String[]::new));
        assertSame(ExitStatus.SUCCESS, command.status(), command.err());
    }

    private List<Thread> participants() {
        List<Thread> threads = new ArrayList<>();
        for (int id : List.of(0xa1, 0xb2)) {
            threads.add(Thread.ofPlatform().start(() -> live(id)));
        }
        return threads;
    }

    private void live(int id) {
        try (Participant participant = Participant.connect(socket.toString(), id)) {
            for (int i = 0; i < 10; i++) {
                participant.runFor(id == 0xa1 ? 10_000_000 : 20_000_000);
            }
        }
    }

    private static String once(String subject, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("top", "--once", subject));
        words.addAll(List.of(options));
        CommandLine top = almanac(words.toArray(String[]::new));
        assertSame(ExitStatus.SUCCESS, top.status());
        return top.out();
    }

    /** What it shows when it shows that: four times a second there is something new. */
    private String onceItSays(String words) throws Exception {
        String page = once(socket.toString());
        while (!page.contains(words)) {
            Thread.sleep(20);
            page = once(socket.toString());
        }
        return page;
    }

    /** A row without the spaces that make it a column. */
    private static String row(String page, String begin) {
        return page.lines()
                .filter(line -> line.startsWith(begin + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page))
                .replaceAll(" +", " ");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--no-shm", "--share"})
    void showsWhereASimulationIs(String mode) throws Exception {
        boolean messages = mode.equals("--no-shm");
        Future<CommandLine> calendar = messages ? calendar(mode) : calendar();
        assertTrue(onceItSays("gathering").contains("gathering, 2 are missing"));
        ctl("break", "time=50ms");
        List<Thread> threads = participants();
        ctl("wait");
        String page = onceItSays("paused");
        assertTrue(page.startsWith("almanac top " + socket + ": paused\n"), page);
        assertTrue(page.contains("\nsimulated 0.040000000 s in "), page);
        String pid = String.valueOf(ProcessHandle.current().pid());
        String first = row(page, "id:a1");
        assertTrue(first.startsWith("id:a1 " + pid + " waiting "), first);
        assertTrue(first.contains(" 0.050000000 s 4"), first);
        assertTrue(row(page, "id:b2").contains(" 0.060000000 s 2"), page);
        assertTrue(page.lines().toList().get(4).startsWith("id:"), page);

        String recorded = once(recording, "--sort=name");
        assertTrue(recorded.contains("\nsimulated 0.040000000 s in "), recorded);
        assertTrue(recorded.lines().toList().get(4).startsWith("id:a1 "), recorded);
        String asks = messages ? "0.050000000 s" : "-";
        assertTrue(row(recorded, "id:a1").endsWith(" " + asks + " 4"), recorded);

        FutureTask<CommandLine> top =
                new FutureTask<>(() -> almanac("top", "--interval=100ms", socket.toString()));
        Thread.ofPlatform().daemon().start(top);
        Thread.sleep(300); // more or less; how many pages it prints does not matter
        ctl("resume");
        String watched = top.get().out();
        assertTrue(watched.endsWith("\nthe simulation is over\n"), watched);
        assertTrue(watched.contains("\nsimulated 0.200000000 s in "), watched);
        assertSame(ExitStatus.SUCCESS, calendar.get().status());
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(once(recording).endsWith("the simulation is over, with exit status 0\n"));
        UsageException gone = assertThrows(UsageException.class, () -> once(socket.toString()));
        assertTrue(String.valueOf(gone.getMessage()).startsWith("cannot look at "), gone::toString);
    }

    @Test
    void whereThereIsNothingToSeeItSaysSo() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "some text");
        assertTrue(complaint(file.toString()).contains("is no recording"));
        Future<CommandLine> calendar = calendar();
        assertTrue(complaint(control).contains("no calendar of this user has --time="));
        assertEquals(
                "--sort=size: must be one of share, name, runs, messages, request",
                complaint("--sort=size", socket.toString()));
        assertEquals(
                "--interval must be 100ms or more", complaint("--interval=1ms", socket.toString()));
        ctl("stop");
        assertSame(ExitStatus.SUCCESS, calendar.get().status());
        assertTrue(once(recording).endsWith("the simulation was told to stop\n"));
    }

    private static String complaint(String... words) {
        List<String> all = new ArrayList<>(List.of("top"));
        all.addAll(List.of(words));
        return String.valueOf(
                assertThrows(UsageException.class, () -> almanac(all.toArray(String[]::new)))
                        .getMessage());
    }
}
