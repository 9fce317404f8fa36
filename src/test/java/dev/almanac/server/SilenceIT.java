// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Child;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** Starts, and is dead; its child keeps the connection, its parent does not notice. */
    private static final String BECOME_A_ZOMBIE =
            "if (fork) { sleep 60; }" + START + "if (fork() == 0) { sleep 60; }";

    /** Ends the calling thread alone, exit(2). */
    private static final String EXIT_THREAD = "syscall(60, 0);";

    private static final int SYS_PTRACE = 101;
    private static final int SYS_PRCTL = 157;
    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_SEIZE = 0x4206;
    private static final int PR_SET_PTRACER = 0x59616d61;

    @TempDir private Path directory;

    @Test
    void aStoppedOneIsNamedAndTheRunEndsWhenAsked() throws Exception {
        try (RunningServer calendar =
                        RunningServer.start(
                                options().hangWarn(200_000_000).hangTimeout(2_000_000_000L));
                Child participant = perl(START + "kill 'STOP', $$;")) {
            assertEquals(Ending.HUNG, calendar.ending());
            String report = calendar.err();
            assertTrue(report.contains("id:7 (pid " + participant.pid() + ", perl)"), report);
            assertTrue(report.contains("stopped by a signal"), report);
        }
    }

    static Stream<Arguments> deeds() {
        String tracer = "process \\d+ \\(perl\\)";
        String child =
                "while its child, process \\d+ \\(perl\\), is on a processor, or ready to be";
        return Stream.of(
                Arguments.of("sleep 60;", "asleep in [\\w ]+"),
                Arguments.of("1 while 1;", "on a processor, or ready to be"),
                Arguments.of(
                        "use threads; async { 1 while 1 }; sleep 60;",
                        "asleep in [\\w ]+, while another thread of it is on a processor, or ready"
                                + " to be"),
                Arguments.of(
                        "fork or do { 1 while 1 }; wait;", // as a guest whose program computes
                        "asleep in [\\w ]+, " + child),
                Arguments.of(
                        "use threads; async { sleep 60 }; " + EXIT_THREAD,
                        "alive, though its first thread has ended"),
                Arguments.of(
                        traced(PTRACE_ATTACH) + "sleep 60;", "stopped in a debugger, by " + tracer),
                Arguments.of(
                        traced(PTRACE_SEIZE) + "sleep 60;",
                        "asleep in [\\w ]+, traced by " + tracer),
                Arguments.of(
                        traced(PTRACE_SEIZE) + "1 while 1;",
                        "on a processor, or ready to be, traced by " + tracer));
    }

    /** Lets a child be its debugger, even where only descendants may be debugged: prctl(2). */
    private static String traced(int request) {
        return """
        syscall(%d, %d, -1);
        fork or do { syscall(%d, %d, getppid(), 0, 0); sleep 60; };
        """
                .formatted(SYS_PRCTL, PR_SET_PTRACER, SYS_PTRACE, request);
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void whatItsProcessDoesIsTold(String deed, String told) throws Exception {
        try (RunningServer calendar = RunningServer.start(options().hangWarn(100_000_000));
                Child participant = perl(START + deed)) {
            Pattern report =
                    Pattern.compile(
                            "id:7 \\(pid "
                                    + participant.pid()
                                    + ", perl\\) has been running without a word: it is "
                                    + told
                                    + "; its last message was START");
            assertTrue(
                    participant.await(() -> report.matcher(calendar.err()).find()), calendar::err);
        }
    }

    /** As a guest's child does that was being born when the guest was killed. */
    @Test
    void oneThatEndedWhileAChildKeepsItsConnectionIsGone() throws Exception {
        assertIsGone(START + "if (fork() == 0) { sleep 60; } else { sleep 1; }");
    }

    @Test
    void aZombieWhoseChildKeepsItsConnectionIsGone() throws Exception {
        assertIsGone(BECOME_A_ZOMBIE);
    }

    private void assertIsGone(String program) throws Exception {
        try (RunningServer calendar = RunningServer.start(options().hangWarn(400_000_000));
                Child participant = perl(program)) {
            assertEquals(Ending.CLEAN, calendar.ending(), participant::report);
            assertTrue(calendar.err().contains("has ended, though another"), calendar.err());
        }
    }

    /** Its START does not count any more: with it the run would begin without anybody. */
    @Test
    void aZombieIsNotWaitedWith() throws Exception {
        try (RunningServer calendar =
                        RunningServer.start(
                                options()
                                        .clients(2)
                                        .hangWarn(200_000_000)
                                        .hangTimeout(3_000_000_000L));
                Child participant = perl(BECOME_A_ZOMBIE)) {
            assertEquals(Ending.HUNG, calendar.ending(), participant::report);
            assertTrue(calendar.err().contains("has ended, though another"), calendar.err());
            assertTrue(calendar.err().contains("waiting for 2 more participants"), calendar.err());
        }
    }

    @Test
    void whoeverConnectedAndIsStoppedIsToldApart() throws Exception {
        String program = START.replace("syswrite", "kill 'STOP', $$; syswrite");
        try (RunningServer calendar =
                        RunningServer.start(
                                options().hangWarn(200_000_000).hangTimeout(2_000_000_000L));
                Child participant = perl(program)) {
            assertEquals(Ending.HUNG, calendar.ending(), participant::report);
            String who =
                    "without START: unnamed-1 (pid " + participant.pid() + ", perl) is stopped";
            assertTrue(calendar.err().contains(who), calendar.err());
        }
    }

    @Test
    void thoseThatAreMissingAreCounted() throws Exception {
        try (RunningServer calendar =
                        RunningServer.start(
                                options()
                                        .clients(3)
                                        .hangWarn(200_000_000)
                                        .hangTimeout(2_000_000_000L));
                Child participant = perl(START + "sleep 60;")) {
            assertEquals(Ending.HUNG, calendar.ending(), participant::report);
            assertTrue(calendar.err().contains("waiting for 2 more participants"), calendar.err());
        }
    }

    private ServerOptions.Builder options() {
        return ServerOptions.at(directory.resolve("clock").toString()).clients(1).debugLevel(-1);
    }

    private Child perl(String program) throws IOException {
        String path = directory.resolve("clock").toString();
        return Child.start("participant", directory, List.of("perl", "-e", program, path));
    }
}
