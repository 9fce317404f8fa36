// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.server.Ending;
import dev.almanac.server.StartupException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The program, as a whole but for the process around it. */
@Timeout(60)
class MainTest {
    @TempDir private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(to(out), to(err), false);

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private ExitStatus run(String... words) throws UsageException, StartupException {
        return Main.run(List.of(words), console);
    }

    private String complaint(String... words) {
        return String.valueOf(assertThrows(UsageException.class, () -> run(words)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-?"})
    void helpNamesEveryOption(String word) throws Exception {
        assertSame(ExitStatus.SUCCESS, run(word));
        String help = out.toString(StandardCharsets.UTF_8);
        for (Command command : Commands.ALL) {
            assertTrue(help.contains("\n" + command.usage() + "\n"), command.name());
            for (Option option : command.options()) {
                assertTrue(help.contains("      " + option.forms()), option.name());
                assertTrue(oneLine(help).contains(oneLine(option.help())), option.name());
            }
        }
        for (ExitStatus status : ExitStatus.values()) {
            assertTrue(help.contains(" " + status.code() + " "), status.name());
        }
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void commandsAndOptionsHaveNamesOfTheirOwn() {
        Set<String> commands = new HashSet<>();
        for (Command command : Commands.ALL) {
            assertTrue(commands.add(command.name()), command.name());
            Set<String> forms = new HashSet<>();
            for (Option option : command.options()) {
                assertTrue(forms.add("--" + option.name()), option.name());
                assertTrue(option.letter() == 0 || forms.add("-" + option.letter()));
            }
        }
    }

    @Test
    void helpIsPrintedWhateverElseIsSaid() throws Exception {
        assertSame(ExitStatus.SUCCESS, run("--clients=2", "--help"));
        assertSame(ExitStatus.SUCCESS, run("demo", "--help"));
    }

    @Test
    void theVersionIsOneLine() throws Exception {
        assertSame(ExitStatus.SUCCESS, run("--version"));
        assertTrue(out.toString(StandardCharsets.UTF_8).matches("almanac [^\n]+\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "--clients=-1, --clients=-1: must be a whole number from 0 to 65534",
        "--clients=65535, --clients=65535: must be a whole number from 0 to 65534",
        "--max-clients=0, --max-clients=0: must be a whole number from 1 to 65534",
        "--max-clients=65535, --max-clients=65535: must be a whole number from 1 to 65534",
        "--debug=x, --debug=x: must be a whole number from -1 to 2147483647",
        "--free-run=1, '--free-run=1: must be a duration such as 1s, 250ms, 10us, 500ns or 0'",
        "--no-shm=1, --no-shm takes no value",
        "--socket-mode=888, '--socket-mode=888: must be three octal digits, such as 660'",
        "--socket-mode=7777, '--socket-mode=7777: must be three octal digits, such as 660'",
        "--socket-group=no such, --socket-group=no such: there is no such group",
        "--wallclock-network, --wallclock-network needs --net=SOCKET: where guests connect",
        "--net-mac, --net-mac needs --net=SOCKET: where guests connect",
    })
    void wrongValuesAreSaid(String word, String complaint) {
        assertEquals(complaint, complaint("--time=" + directory.resolve("s"), word));
    }

    @Test
    void aNetworkInRealTimeHasNoTimeSocket() {
        assertEquals(
                "--wallclock-network goes with --net, and without --time and --clients",
                complaint("--net=x", "--wallclock-network", "--time=y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "-0.1", "x", "3600001", "1e30", "NaN", "Infinity", "-inf", "", "5d"})
    void aDelayIsANumberOfMilliseconds(String text) {
        String complaint = "--net-delay=" + text + ": must be a number from 0.0 to 3600000.0";
        assertEquals(complaint, complaint("--net=x", "--time=y", "--net-delay=" + text));
        assertEquals(complaint, complaint("--time=y", "--net-delay=" + text));
    }

    @Test
    void aSocketIsNeeded() {
        assertEquals(
                "--time=SOCKET is missing: where participants connect", complaint("--clients=2"));
        assertEquals("--time=SOCKET is missing: where participants connect", complaint());
    }

    @Test
    void aSocketThatCannotBeIsSaid() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        StartupException e =
                assertThrows(StartupException.class, () -> run("-t", file.toString(), "-c1"));
        assertTrue(String.valueOf(e.getMessage()).contains("exists and is no socket"));
    }

    /** As the C reference: there is nothing to wait for. */
    @Test
    void withoutParticipantsItEndsAtOnce() throws Exception {
        Path socket = directory.resolve("s");
        assertSame(
                ExitStatus.SUCCESS,
                run("-t" + socket, "--sched-disable-skip-external-request", "--debug=3"));
        String lines = err.toString(StandardCharsets.UTF_8);
        assertTrue(lines.contains("--clients=N says how many"), lines);
        assertTrue(lines.contains("0 participants, 0 grants"), lines);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("have 0 clients now"));
        assertTrue(Files.notExists(socket));
    }

    @Test
    void theDemoTakesBothWays() throws Exception {
        assertSame(ExitStatus.SUCCESS, run("demo", "--participants=2", "--hours=1"));
        String lines = out.toString(StandardCharsets.UTF_8);
        assertTrue(lines.contains("With messages only:"), lines);
        assertTrue(lines.contains("With shared memory:"), lines);
        assertTrue(lines.contains("3,600 s of 3,600 s simulated"), lines);
        assertTrue(lines.contains("20,000 frames in "), lines);
        String summaries = err.toString(StandardCharsets.UTF_8);
        assertEquals(2, summaries.lines().filter(line -> line.contains("2 participants,")).count());
        assertTrue(summaries.contains("3600.000000000 s"), summaries);
    }

    @Test
    void theDemoCanBeLookedInto() throws Exception {
        assertSame(ExitStatus.SUCCESS, run("demo", "--participants=2", "--debug=0"));
        String lines = out.toString(StandardCharsets.UTF_8);
        assertEquals(2, lines.lines().filter(line -> line.endsWith("have 2 clients now")).count());
        assertFalse(lines.contains("REQUEST"), "messages only from 2 on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--participants=0",
                "--participants=1001",
                "--hours=0",
                "--debug=-1",
                "--debug=4",
                "--time=x"
            })
    void theDemoHasItsOwnOptions(String word) {
        assertTrue(complaint("demo", word).contains(word.substring(2, 6)));
    }

    /** In the exit status one sees how it went. */
    @ParameterizedTest
    @EnumSource(Ending.class)
    void everyEndingHasItsExitStatus(Ending ending) {
        int expected =
                switch (ending) {
                    case CLEAN, STOPPED -> 0;
                    case WITH_VIOLATIONS, STOPPED_WITH_VIOLATIONS -> 1;
                    case STUCK -> 3;
                    case HUNG -> 4;
                    case BEHIND -> 5;
                };
        assertEquals(expected, ExitStatus.of(ending).code());
    }

    @Test
    void theStatusOfAUsageErrorIsTwo() {
        assertEquals(2, ExitStatus.USAGE.code());
        assertEquals(70, ExitStatus.FAILURE.code());
    }
}
