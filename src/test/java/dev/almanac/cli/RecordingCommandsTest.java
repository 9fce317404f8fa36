// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;
import dev.almanac.guest.CalendarProcess;
import dev.almanac.json.JsonReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What one does with recordings on the command line: record, print, compare. */
@Timeout(120)
class RecordingCommandsTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitStatus run(String... words) throws Exception {
        out.reset();
        err.reset();
        return Main.run(List.of(words), new Console(to(out), to(err), false));
    }

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return out().lines().toList();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Two participants; the first one sleeps a little longer from its fifth sleep on. */
    private String recorded(String name, long longer, String... options) throws Exception {
        Path socket = directory.resolve("s");
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--time=" + socket, "--clients=2", "--digest", "--debug=2"));
        words.add("--record=" + file(name));
        CompletableFuture<ExitStatus> status =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return run(words.toArray(String[]::new));
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });
        while (!CalendarProcess.isListening(socket)) {
            assertFalse(status.isDone(), "it ended early");
            Thread.sleep(1);
        }
        Thread first = Thread.ofPlatform().start(() -> live(socket, 0xa1, longer));
        Thread second = Thread.ofPlatform().start(() -> live(socket, 0xb2, 0));
        assertSame(ExitStatus.SUCCESS, status.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        first.join();
        second.join();
        String last = lines().getLast();
        assertTrue(last.matches("digest [0-9a-f]{16}"), last);
        return last.substring("digest ".length());
    }

    private static void live(Path socket, long id, long longer) {
        try (Participant participant = Participant.connect(socket.toString(), id)) {
            for (int i = 0; i < 20; i++) {
                participant.runFor(1_000_000 * id + (i < 4 ? 0 : longer));
            }
            participant.broadcast(id);
        }
    }

    @Test
    void traceIsWhatDebugWouldHavePrinted() throws Exception {
        recorded("r", 0, "--no-shm");
        List<String> printed = new ArrayList<>(lines());
        printed.removeIf(line -> line.startsWith("digest "));
        assertSame(ExitStatus.SUCCESS, run("trace", file("r")));
        List<String> traced = new ArrayList<>(lines());
        String end = traced.removeLast();
        assertTrue(end.endsWith("] ended with exit status 0"), end);
        assertEquals(printed, traced);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void onlyWhatIsAskedForIsPrinted() throws Exception {
        recorded("r", 0);
        run("trace", file("r"), "--participant=id:a1", "--from=200ms", "--to=1s");
        assertFalse(lines().isEmpty());
        for (String line : lines()) {
            assertTrue(line.contains("[id:a1 "), line);
            long time = Long.parseLong(line.substring(5, 17).strip());
            assertTrue(time >= 200_000_000 && time <= 1_000_000_000, line);
        }
        List<String> byName = lines();
        run("trace", file("r"), "--participant=0xa1", "--from=200ms", "--to=1s");
        assertEquals(byName, lines());
        run("trace", file("r"), "--participant=7");
        assertEquals(List.of(), lines());
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        String digest = recorded("r", 0);
        run("trace", "--json", file("r"));
        int grants = 0;
        Map<String, @Nullable Object> last = Map.of();
        for (String line : lines()) {
            last = JsonReader.object(line);
            if ("granted".equals(last.get("event"))) {
                grants++;
                assertTrue(last.containsKey("horizon"), line);
            }
        }
        assertEquals(38, grants, "each sleep but two, for which nobody had to stop");
        assertEquals("ended", last.get("event"));
        assertEquals(digest, last.get("digest"));
        assertEquals(0L, last.get("status"));
    }

    @Test
    void statisticsSayWhoIsWaitedFor() throws Exception {
        recorded("r", 0);
        assertSame(ExitStatus.SUCCESS, run("trace", file("r"), "--stats"));
        assertTrue(out().contains("slows it down most: it ran for "), out());
        for (String name : List.of("id:a1", "id:b2")) {
            assertTrue(
                    out().lines().anyMatch(line -> line.matches("  " + name + " +1[0-9] .*")),
                    out());
        }
        run("trace", file("r"), "--stats", "--json");
        Map<String, @Nullable Object> statistics = JsonReader.object(out().strip());
        assertEquals(20 * 0xb2 * 1_000_000L, statistics.get("simulated"));
        List<?> participants = assertInstanceOf(List.class, statistics.get("participants"));
        assertEquals(2, participants.size());
    }

    @Test
    void equalRunsHaveNoDifference() throws Exception {
        String digest = recorded("a", 0);
        assertEquals(digest, recorded("b", 0));
        assertEquals(digest, recorded("c", 0, "--no-shm"), "by messages or shared memory");
        assertSame(ExitStatus.SUCCESS, run("diff", file("a"), file("b")));
        assertEquals("equal: 42 steps, digest " + digest + "\n", out());
        assertSame(ExitStatus.SUCCESS, run("diff", file("a"), file("c")));
    }

    @Test
    void theFirstDifferenceIsShownWithWhatLedToIt() throws Exception {
        String digest = recorded("a", 0);
        assertNotEquals(digest, recorded("b", 77));
        assertSame(ExitStatus.DIFFERENT, run("diff", file("a"), file("b")));
        assertEquals(1, ExitStatus.DIFFERENT.code());
        List<String> lines = lines();
        assertEquals("after 10 equal steps the recordings part", lines.get(0));
        assertEquals("  A: id:a1 runs at 0.805000000 s", lines.get(1));
        assertEquals("  B: id:a1 runs at 0.805000077 s", lines.get(2));
        assertTrue(lines.get(4).matches("A +B"), lines.get(4));
        assertEquals(5 + 10, lines.size());
        assertTrue(lines.get(14).matches("0.805000000 id:a1 running +\\| 0.805000077 id:a1 .*"));
    }

    @Test
    void oneThatEndsEarlierPartsThere() throws Exception {
        recorded("a", 0);
        Path whole = directory.resolve("a");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        assertSame(ExitStatus.DIFFERENT, run("diff", file("a"), file("cut")));
        assertTrue(out().contains("  B: was not recorded any further\n"), out());
        run("trace", file("cut"));
        assertEquals(
                "almanac: the recording has no end: it is being written, or was killed\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertTrue(complaint("trace", file("none")).contains("no such file or directory"));
        assertTrue(complaint("diff", file("none"), file("none")).contains("no such file"));
        assertEquals("FILE is missing; see --help", complaint("trace"));
        assertEquals("B is missing; see --help", complaint("diff", "a"));
        assertEquals("unexpected argument 'b'; see --help", complaint("trace", "a", "b"));
    }

    @Test
    void statisticsAreOfTheWhole() throws Exception {
        recorded("r", 0);
        assertEquals(
                "--stats goes without --from",
                complaint("trace", file("r"), "--stats", "--from=1s"));
    }

    @Test
    void whereNothingCanBeRecordedNothingStarts() {
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                Exception.class,
                                                () ->
                                                        run(
                                                                "--time=" + file("s"),
                                                                "--clients=1",
                                                                "--record=" + file("no/r")))
                                        .getMessage())
                        .startsWith("cannot record: open "));
        assertFalse(Files.exists(directory.resolve("s")));
    }

    private String complaint(String... words) {
        return String.valueOf(assertThrows(UsageException.class, () -> run(words)).getMessage());
    }
}
