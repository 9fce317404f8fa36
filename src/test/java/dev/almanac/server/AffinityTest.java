// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The processor that a calendar stays on. */
@Timeout(60)
class AffinityTest {
    @TempDir private Path directory;

    @Test
    void theCalendarStaysWhereItIsTold() throws Exception {
        int last = Integer.parseInt(allowed().replaceAll(".*[-,]", ""));
        CompletableFuture<String> seen = new CompletableFuture<>();
        Journal look =
                new Journal() {
                    @Override
                    public void connected(Session session) {
                        seen.complete(allowed());
                    }
                };
        try (RunningServer server = RunningServer.start(at(last), new LinuxSyscalls(), look);
                ScriptedParticipant a = ScriptedParticipant.connect(directory.resolve("s"))) {
            assertEquals(String.valueOf(last), seen.get(20, TimeUnit.SECONDS));
            a.begin(1, 0);
            a.awaitTurn();
            a.leave();
            server.ending();
        }
    }

    @Test
    void aProcessorThatIsNotThereIsRefused() {
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class, () -> RunningServer.start(at(60_000)).close());
        StartupException why = assertInstanceOf(StartupException.class, refused.getCause());
        assertEquals(
                "cannot run on processor 60000: there is none of that number, or this process may"
                        + " not use it",
                why.getMessage());
    }

    private ServerOptions.Builder at(int cpu) {
        return ServerOptions.at(directory.resolve("s").toString()).clients(1).cpu(cpu);
    }

    /** The processors of the calling thread, such as "0-3,8". */
    private static String allowed() {
        String key = "Cpus_allowed_list:";
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
