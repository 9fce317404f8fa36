// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The network in real time, as long as nobody uses it. */
@Timeout(60)
class WallclockServerTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<WallclockServer> opened = new CompletableFuture<>();

    @Test
    void thatNobodyHasConnectedIsSaid(@TempDir Path directory) throws Exception {
        NetworkOptions options = NetworkOptions.ofDelay(directory.resolve("net").toString(), 0);
        Thread thread = Thread.ofPlatform().daemon().start(() -> run(options));
        WallclockServer server = opened.get();
        server.reportState();
        String line = "almanac: no network card has connected\n";
        while (said().isEmpty()) {
            Thread.sleep(1);
        }
        assertEquals(line, said());
        assertTrue(server.stop(20_000));
        thread.join();
        assertEquals(line + line, said());
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void run(NetworkOptions options) {
        PrintStream out = new PrintStream(OutputStream.nullOutputStream());
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (WallclockServer server = WallclockServer.open(options, SocketAccess.OWNER, out, to)) {
            opened.complete(server);
            server.run();
        } catch (StartupException e) {
            opened.completeExceptionally(e);
        }
    }
}
