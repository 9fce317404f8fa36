// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Participants, as processes, that have the floor and say nothing. */
@Timeout(60)
class SilenceIT {
    /** Connects, sends START with ID 7, and then does something. */
    private static final String START =
            """
            use Socket;
            socket(my $s, PF_UNIX, SOCK_STREAM, 0);
            connect($s, sockaddr_un($ARGV[0])) or die;
            syswrite($s, pack("LLQ", 1, 1, 7));
            """;

    @TempDir private Path directory;

    @Test
    void aStoppedOneIsNamedAndTheRunEndsWhenAsked() throws Exception {
        try (RunningServer calendar =
                RunningServer.start(options().hangWarn(200_000_000).hangTimeout(2_000_000_000L))) {
            Process participant = perl(START + "kill 'STOP', $$;");
            assertEquals(Ending.HUNG, calendar.ending());
            String report = calendar.err();
            assertTrue(report.contains("id:7 (pid " + participant.pid() + ", perl)"), report);
            assertTrue(report.contains("stopped by a signal"), report);
            participant.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneThatSleepsIsSaidToSleep() throws Exception {
        try (RunningServer calendar =
                RunningServer.start(options().hangWarn(200_000_000).hangTimeout(2_000_000_000L))) {
            Process participant = perl(START + "sleep 30;");
            assertEquals(Ending.HUNG, calendar.ending());
            assertTrue(calendar.err().contains("it is asleep in "), calendar.err());
            participant.destroyForcibly().waitFor();
        }
    }

    /** As a guest's child does that was being born when the guest was killed. */
    @Test
    void oneThatEndedWhileAChildKeepsItsConnectionIsGone() throws Exception {
        try (RunningServer calendar = RunningServer.start(options().hangWarn(400_000_000))) {
            Process participant = perl(START + "if (fork() == 0) { sleep 30; } else { sleep 1; }");
            ProcessHandle child = awaitChild(participant);
            participant.waitFor(20, TimeUnit.SECONDS);
            assertEquals(Ending.CLEAN, calendar.ending());
            assertTrue(calendar.err().contains("has ended, though another"), calendar.err());
            child.destroyForcibly();
        }
    }

    @Test
    void thoseThatAreMissingAreCounted() throws Exception {
        try (RunningServer calendar =
                RunningServer.start(
                        options().clients(3).hangWarn(200_000_000).hangTimeout(2_000_000_000L))) {
            Process participant = perl(START + "sleep 30;");
            assertEquals(Ending.HUNG, calendar.ending());
            assertTrue(calendar.err().contains("waiting for 2 more participants"), calendar.err());
            participant.destroyForcibly().waitFor();
        }
    }

    private ServerOptions.Builder options() {
        return ServerOptions.at(directory.resolve("clock").toString()).clients(1).debugLevel(-1);
    }

    private Process perl(String program) throws IOException {
        String path = directory.resolve("clock").toString();
        return new ProcessBuilder("perl", "-e", program, path).start();
    }

    private static ProcessHandle awaitChild(Process parent) throws InterruptedException {
        for (int tries = 0; tries < 2_000; tries++) {
            ProcessHandle child = parent.children().findFirst().orElse(null);
            if (child != null) {
                return child;
            }
            Thread.sleep(1);
        }
        throw new AssertionError("it had no child");
    }
}
