// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.CalendarProcess;
import dev.almanac.guest.Child;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The program as a process: who gets in, what signals do, and what is left of it. */
@Timeout(300)
class DoorsIT {
    /**
     * Looks at a socket all the time until it has come and gone, and tries to connect as somebody
     * else where it may be that; prints the modes it saw, and how often it got in.
     */
    private static final String INTRUDER =
            """
            use Socket;
            use Time::HiRes "usleep";
            my $path = $ARGV[0];
            if ($> == 0) { $) = "65534 65534"; $> = 65534; }
            my ($in, %modes) = (0);
            while (!%modes || -e $path) {
                my @file = lstat($path);
                $modes{sprintf("%o", $file[2])} = 1 if @file;
                if ($> == 65534) {
                    socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die;
                    $in++ if connect($s, sockaddr_un($path));
                }
                usleep(20);
            }
            print join(",", sort keys %modes), " $in\\n";
            """;

    /** Starts, and asks all the time while it runs. */
    private static final String CHATTER =
            """
            use Socket;
            socket(my $s, PF_UNIX, SOCK_STREAM, 0);
            connect($s, sockaddr_un($ARGV[0])) or die;
            $SIG{PIPE} = 'IGNORE';
            syswrite($s, pack("LLQ", 1, 1, 7));
            while (sysread($s, my $m, 16)) { syswrite($s, pack("LLQ", 4, ++$n, 0)); }
            """;

    private static final int SIGUSR1 = 10;

    @TempDir private Path directory;

    private Path socket;
    private Path network;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        socket = directory.resolve("clock");
        network = directory.resolve("net");
    }

    private Child calendar(String shell, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", shell + "; exec \"$@\"", "sh"));
        words.addAll(CalendarProcess.underTest());
        words.add("--time=" + socket);
        words.addAll(List.of(options));
        return Child.start("calendar", directory, words);
    }

    private Child perl(String name, String program) throws IOException {
        return perl(name, program, socket);
    }

    private Child perl(String name, String program, Path path) throws IOException {
        return Child.start(name, directory, List.of("perl", "-e", program, path.toString()));
    }

    private void awaitListening(Child calendar) throws InterruptedException {
        assertTrue(
                calendar.await(() -> Files.exists(socket) && CalendarProcess.isListening(socket)),
                calendar::report);
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @ParameterizedTest
    @CsvSource({
        "umask 0, --strict, 140600",
        "umask 077, --strict, 140600",
        "umask 022, --socket-mode=660, 140640;140660", // nobody else can connect before
    })
    void noOtherUserEverGetsIn(String umask, String option, String modes) throws Exception {
        try (Child intruder = perl("intruder", INTRUDER);
                Child calendar = calendar(umask, "--clients=1", option)) {
            awaitListening(calendar);
            Thread.sleep(200); // lets it try
            calendar.terminate();
            assertEquals(143, calendar.awaitExit(), calendar::report);
            assertEquals(0, intruder.awaitExit(), intruder::report);
            String[] seen = intruder.out().strip().split(" ", -1);
            List<String> allowed = List.of(modes.split(";", -1));
            assertTrue(allowed.containsAll(List.of(seen[0].split(",", -1))), seen[0]);
            assertEquals("0", seen[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
    void signalsEndItInOrder(String signal, int status) throws Exception {
        try (Child calendar = calendar("true", "--clients=1", "--net=" + network)) {
            awaitListening(calendar);
            assertTrue(isThere(network));
            calendar.signal(signal);
            assertEquals(status, calendar.awaitExit(), calendar::report);
            assertFalse(isThere(socket));
            assertFalse(isThere(network));
            assertTrue(calendar.err().contains("0 participants, 0 grants"), calendar::report);
        }
    }

    /** Wherever it is when a signal comes: before, while and after it makes its sockets. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20})
    void aSignalDuringTheStartLeavesNothing(int millis) throws Exception {
        try (Child calendar = calendar("true", "--clients=1", "--net=" + network)) {
            calendar.await(() -> isThere(network));
            Thread.sleep(millis);
            calendar.terminate();
            assertEquals(143, calendar.awaitExit(), calendar::report);
            assertFalse(isThere(socket));
            assertFalse(isThere(network));
        }
    }

    @Test
    void nothingIsLeftWhenOnlyOneSocketCanBeMade() throws Exception {
        try (Child calendar = calendar("true", "--net=" + network, "--time=/proc/none/clock")) {
            assertEquals(2, calendar.awaitExit(), calendar::report);
            assertEquals(1, calendar.err().lines().count(), calendar::report);
            assertTrue(calendar.err().startsWith("almanac: cannot create the socket /proc/none"));
            assertFalse(isThere(network));
        }
    }

    /** Its loop cannot go on then, not even to its end. */
    @Test
    void nothingIsLeftWhenNobodyReadsItsOutput() throws Exception {
        List<String> words = new ArrayList<>(CalendarProcess.underTest());
        words.addAll(List.of("--time=" + socket, "--clients=1", "--debug=2", "--no-shm"));
        Process calendar =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            while (!isThere(socket) || !CalendarProcess.isListening(socket)) {
                Thread.sleep(5);
            }
            try (Child chatter = perl("chatter", CHATTER)) {
                awaitFull(calendar);
                calendar.destroy();
                assertEquals(143, calendar.waitFor(), chatter::report);
                assertFalse(isThere(socket));
            }
        } finally {
            calendar.destroyForcibly();
        }
    }

    /** Waits until no more fits into its standard output. */
    private static void awaitFull(Process calendar) throws Exception {
        int before = -1;
        while (before < 4096 || before != calendar.getInputStream().available()) {
            before = calendar.getInputStream().available();
            Thread.sleep(300);
        }
    }

    @Test
    void whatAKilledOneLeftIsReplaced() throws Exception {
        try (Child killed = calendar("true", "--clients=1")) {
            awaitListening(killed);
            killed.kill();
            killed.awaitExit();
            assertTrue(isThere(socket));
        }
        try (Child next = calendar("true", "--clients=1")) {
            awaitListening(next);
            try (Child third = calendar("true", "--clients=1")) {
                assertEquals(2, third.awaitExit(), third::report);
                assertTrue(third.err().contains("is in use: another program listens there"));
            }
            assertTrue(isThere(socket));
            next.terminate();
            assertEquals(143, next.awaitExit(), next::report);
        }
    }

    /** Ignored until then, as the launchers see to, it does not end the program either. */
    @Test
    void theStateIsPrintedWhenAsked() throws Exception {
        try (Child calendar = calendar("trap '' USR1", "--clients=2")) {
            awaitListening(calendar);
            calendar.signal("USR1");
            try (Child chatter = perl("chatter", CHATTER)) {
                assertTrue(calendar.await(() -> calendar.out().contains("id:7")));
                assertTrue(calendar.await(() -> hearsUsr1(calendar)));
                calendar.signal("USR1");
                String row = "  id:7 +" + chatter.pid() + " perl +starting +- .*";
                assertTrue(
                        calendar.await(
                                () -> calendar.err().lines().anyMatch(line -> line.matches(row))),
                        calendar::report);
                calendar.terminate();
                assertEquals(143, calendar.awaitExit(), calendar::report);
            }
        }
    }

    /** Whether the signal has a handler by now, proc(5). */
    private static boolean hearsUsr1(Child child) {
        long caught = Long.parseUnsignedLong(status(child, "SigCgt"), 16);
        return (caught >> (SIGUSR1 - 1) & 1) != 0;
    }

    private static String status(Child child, String field) {
        return Child.read(Path.of("/proc/" + child.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The JVM does so; without it most machines would allow 1,024. */
    @Test
    void asManyDescriptorsAsItMayAreUsed() throws Exception {
        try (Child calendar = calendar("ulimit -Sn 64", "--clients=1")) {
            awaitListening(calendar);
            String limits = Child.read(Path.of("/proc/" + calendar.pid() + "/limits"));
            String[] words =
                    limits.lines()
                            .filter(line -> line.startsWith("Max open files"))
                            .findFirst()
                            .orElseThrow()
                            .split(" +", -1);
            assertEquals(words[4], words[3]);
            assertTrue(Integer.parseInt(words[3]) > 64, words[3]);
        }
    }

    /** At either door; and there is room again when some have gone. */
    @ParameterizedTest
    @ValueSource(strings = {"clock", "net"})
    void whoFindsNoDescriptorIsToldWhichLimitItIs(String door) throws Exception {
        String knock = "net client .* connected|connected \\(pid";
        try (Child calendar = calendar("ulimit -n 50", "--clients=1", "--net=" + network)) {
            awaitListening(calendar);
            String crowd =
                    """
                    use Socket;
                    my @all;
                    for (1 .. 60) {
                        socket(my $s, PF_UNIX, SOCK_STREAM, 0);
                        connect($s, sockaddr_un($ARGV[0])) or die;
                        push @all, $s;
                    }
                    sysread($all[59], my $m, 16); # the last to be refused
                    """;
            try (Child all = perl("crowd", crowd, directory.resolve(door))) {
                assertEquals(0, all.awaitExit(), all::report);
                Pattern line =
                        Pattern.compile(
                                "almanac: refused a connection of process \\(pid "
                                        + all.pid()
                                        + "(, perl)?\\) at .* too many open files in this process:"
                                        + " this process may have 50 descriptors \\(ulimit -n; .*");
                long refused = calendar.err().lines().filter(line.asMatchPredicate()).count();
                assertTrue(refused > 10 && refused < 60, calendar::report);
            }
            long before = count(knock, calendar.out());
            try (Child late = perl("late", CHATTER, directory.resolve(door))) {
                assertTrue(
                        calendar.await(() -> count(knock, calendar.out()) > before),
                        calendar::report);
                late.kill();
            }
            try (Child chatter = perl("chatter", CHATTER, socket)) {
                assertTrue(
                        calendar.await(() -> calendar.out().contains("known as id:7")),
                        () -> calendar.report() + chatter.report());
            }
            assertEquals(1, calendar.awaitExit(), calendar::report);
        }
    }

    private static long count(String what, String text) {
        return Pattern.compile(what).matcher(text).results().count();
    }
}
