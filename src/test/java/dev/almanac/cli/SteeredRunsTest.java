// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static dev.almanac.cli.CommandLine.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Steering does not change a run, and the seed of an order of chance does: found out as a user
 * would, by recordings and digests.
 */
@Timeout(60)
class SteeredRunsTest {
    private static final int PARTICIPANTS = 3;

    @TempDir private Path directory;

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Somebody who steers a simulation while it goes on. */
    private interface Pilot {
        Pilot NONE = calendar -> {};

        void steer(SteeredRunsTest calendar) throws Exception;
    }

    private void ctl(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("ctl", file("c")));
        all.addAll(List.of(words));
        CommandLine command = almanac(all.toArray(String[]::new));
        assertSame(ExitStatus.SUCCESS, command.status(), command.err());
    }

    /** Participants that all ask for the same times. The digest of what they did. */
    private String recorded(String name, boolean sharing, Pilot pilot, String... options)
            throws Exception {
        Path socket = directory.resolve("s");
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--time=" + socket, "--control=" + file("c"), "--digest"));
        words.addAll(List.of("--clients=" + PARTICIPANTS, "--record=" + file(name)));
        Future<CommandLine> calendar = CommandLine.calendar(socket, words.toArray(String[]::new));
        ctl("break", "time=4ms"); // so that there is something left to steer
        List<Thread> threads = new ArrayList<>();
        for (int id = 1; id <= PARTICIPANTS; id++) {
            int own = id;
            threads.add(Thread.ofPlatform().start(() -> live(socket, own, sharing)));
        }
        ctl("wait");
        pilot.steer(this);
        ctl("resume");
        CommandLine ended = calendar.get();
        assertSame(ExitStatus.SUCCESS, ended.status(), ended.err());
        for (Thread thread : threads) {
            thread.join();
        }
        String digest = ended.out().lines().toList().getLast();
        assertTrue(digest.matches("digest [0-9a-f]{16}"), digest);
        return digest;
    }

    private static void live(Path socket, int id, boolean sharing) {
        try (Participant participant = Participant.connect(socket.toString(), id, sharing)) {
            for (int i = 0; i < 20; i++) {
                participant.runFor(1_000_000);
            }
            participant.broadcast(id);
        }
    }

    @ParameterizedTest(name = "shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void steeredItIsTheSameRun(boolean sharing) throws Exception {
        String digest = recorded("plain", sharing, Pilot.NONE);
        String steered =
                recorded(
                        "steered",
                        sharing,
                        calendar -> {
                            ctl("step");
                            ctl("step", "5");
                            ctl("break", "participant=2");
                            ctl("resume");
                            ctl("wait");
                            ctl("break", "clear");
                            ctl("run-until", "12ms");
                            ctl("speed", "0.5");
                            ctl("run-until", "15ms");
                            ctl("speed", "max");
                            ctl("break", "broadcast");
                            ctl("resume");
                            ctl("wait");
                            ctl("break", "clear");
                        });
        assertEquals(digest, steered);
        CommandLine diff = almanac("diff", file("plain"), file("steered"));
        assertSame(ExitStatus.SUCCESS, diff.status(), diff.out());
        assertTrue(diff.out().startsWith("equal: "), diff.out());
        assertTrue(diff.out().endsWith(digest + "\n"), diff.out());
    }

    @ParameterizedTest(name = "shared memory: {0}")
    @ValueSource(booleans = {false, true})
    void aSeedIsAnOrder(boolean sharing) throws Exception {
        String inOrder = recorded("in order", sharing, Pilot.NONE);
        String one = recorded("one", sharing, Pilot.NONE, "--shuffle-ties=1");
        assertEquals(one, recorded("again", sharing, Pilot.NONE, "--shuffle-ties=1"));
        String two = recorded("two", sharing, Pilot.NONE, "--shuffle-ties=2");
        assertNotEquals(inOrder, one);
        assertNotEquals(one, two);

        CommandLine equal = almanac("diff", file("one"), file("again"));
        assertSame(ExitStatus.SUCCESS, equal.status(), equal.out());
        CommandLine parted = almanac("diff", file("one"), file("two"));
        assertSame(ExitStatus.DIFFERENT, parted.status(), parted.out());
        List<String> lines = parted.out().lines().toList();
        assertTrue(lines.get(0).endsWith(" equal steps the recordings part"), parted.out());
        // At the same time, but it is another participant.
        String first = lines.get(1).replaceFirst("  A: id:[123] ", "");
        assertEquals(first, lines.get(2).replaceFirst("  B: id:[123] ", ""), parted.out());
        assertNotEquals(lines.get(1).substring(4), lines.get(2).substring(4), parted.out());
    }
}
