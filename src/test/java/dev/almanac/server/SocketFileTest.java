// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.sched.Journal;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;

/** What is at the path before, while and after a calendar listens there. */
@Timeout(60)
class SocketFileTest {
    @TempDir private Path directory;

    private Path path;

    @BeforeEach
    void choose() {
        path = directory.resolve("s");
    }

    private static CalendarServer open(String path, Syscalls sys) throws StartupException {
        return open(path, SocketAccess.OWNER, sys);
    }

    private static CalendarServer open(String path, SocketAccess access, Syscalls sys)
            throws StartupException {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        ServerOptions options = ServerOptions.at(path).access(access).clients(1).build();
        return CalendarServer.open(options, sys, nowhere, nowhere, new Journal() {});
    }

    private static String whyNot(String path) {
        return String.valueOf(
                assertThrows(StartupException.class, () -> open(path, new LinuxSyscalls()))
                        .getMessage());
    }

    private boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void isThereAsLongAsTheCalendarIs() throws Exception {
        try (CalendarServer server = open(path.toString(), new LinuxSyscalls())) {
            assertTrue(exists());
            ScriptedParticipant.connect(path).leave();
            assertEquals(0, server.grants());
        }
        assertFalse(exists());
    }

    @Test
    void anOldSocketIsReplaced() throws Exception {
        leaveASocket(path);
        try (CalendarServer server = open(path.toString(), new LinuxSyscalls())) {
            ScriptedParticipant.connect(path).leave();
            assertEquals(0, server.grants());
        }
        assertFalse(exists());
    }

    private static void leaveASocket(Path path) throws IOException {
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0777, 0})
    void hasTheModeThatWasAskedForWhateverTheUmask(int mode) throws Exception {
        SocketAccess access = new SocketAccess(mode, null);
        try (CalendarServer server = open(path.toString(), access, new LinuxSyscalls())) {
            assertEquals(mode, (int) Files.getAttribute(path, "unix:mode") & 07777);
            assertEquals(0, server.grants());
        }
    }

    @Test
    void belongsToTheGroupThatWasAskedFor() throws Exception {
        GroupPrincipal group = aGroupOfOurs();
        SocketAccess access = new SocketAccess(0660, group);
        try (CalendarServer server = open(path.toString(), access, new LinuxSyscalls())) {
            assertEquals(group, Files.readAttributes(path, PosixFileAttributes.class).group());
            assertEquals(0, server.grants());
        }
    }

    /** Not the one that files get anyway, where we have another. */
    private GroupPrincipal aGroupOfOurs() throws IOException {
        List<String> numbers =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("Groups:"))
                        .flatMap(line -> Arrays.stream(line.substring(7).strip().split(" ")))
                        .toList();
        int uid = (int) Files.getAttribute(directory, "unix:uid");
        String number = uid == 0 ? "4711" : numbers.getLast(); // root may give to any
        return directory
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(number);
    }

    @Test
    void isLeftAloneWhereSomebodyListens() throws Exception {
        try (RunningServer other =
                        RunningServer.start(ServerOptions.at(path.toString()).clients(1));
                ScriptedParticipant a = ScriptedParticipant.connect(path)) {
            assertEquals(
                    path
                            + " is in use: another program listens there; end it or choose another"
                            + " path",
                    whyNot(path.toString()));
            a.begin(1, 5);
            a.awaitTurn();
            a.leave();
            assertSame(Ending.CLEAN, other.ending());
            assertEquals(1, other.out().lines().filter(l -> l.contains("connected")).count());
        }
        assertFalse(exists());
    }

    @Test
    void isNotRemovedWhenItIsAnothersByNow() throws Exception {
        try (CalendarServer server = open(path.toString(), new LinuxSyscalls())) {
            Files.delete(path);
            leaveASocket(path);
            assertEquals(0, server.grants());
        }
        assertTrue(exists());
    }

    /** As root only: nobody else can make links of others. */
    @Test
    void isNotReachedThroughALinkThatSomebodyElseCanPlant() throws Exception {
        assumeTrue((int) Files.getAttribute(directory, "unix:uid") == 0);
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.createDirectory(home.resolve("deep"));
        Path link = Files.createSymbolicLink(shared.resolve("link"), Path.of("../shared/hop"));
        Files.createSymbolicLink(shared.resolve("hop"), home);
        Path through = link.resolve("deep/s");
        open(through.toString(), new LinuxSyscalls()).close();

        Files.setAttribute(link, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
        open(through.toString(), new LinuxSyscalls()).close(); // nobody else may write there

        Files.setAttribute(shared, "unix:mode", 01777);
        assertEquals(
                link
                        + " is a symbolic link of user 4711 in a folder that others may write to;"
                        + " name the folder that it leads to, or choose another",
                whyNot(through.toString()));
        Files.setAttribute(shared, "unix:uid", 4711);
        open(through.toString(), new LinuxSyscalls()).close(); // it is in the owner's own folder
    }

    @Test
    void aFileIsLeftAlone() throws IOException {
        Files.writeString(path, "precious");
        assertEquals(
                path + " exists and is no socket; remove it or choose another path",
                whyNot(path.toString()));
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void aDirectoryIsLeftAlone() throws IOException {
        Files.createDirectory(path);
        assertTrue(whyNot(path.toString()).contains("exists and is no socket"));
        assertTrue(Files.isDirectory(path));
    }

    /** Also one that leads to a socket: it is not the calendar's to remove. */
    @Test
    void aSymbolicLinkIsLeftAlone() throws IOException {
        Path target = directory.resolve("target");
        leaveASocket(target);
        Files.createSymbolicLink(path, target);
        assertTrue(whyNot(path.toString()).contains("exists and is no socket"));
        assertTrue(Files.isSymbolicLink(path));
        assertTrue(Files.exists(target));
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        String message = whyNot(directory.resolve("x".repeat(108)).toString());
        assertTrue(message.contains("at most 107 bytes"), message);
        assertTrue(message.endsWith("; choose another path"), message);
    }

    @Test
    void anEmptyPathIsRefused() {
        assertTrue(whyNot("").contains("empty"));
    }

    @Test
    void aMissingFolderIsRefused() {
        Path missing = directory.resolve("none/s");
        String message = whyNot(missing.toString());
        assertTrue(message.startsWith("cannot create the socket " + missing), message);
        assertTrue(message.endsWith("; its folder must exist and be writable"), message);
    }

    @Test
    void aFolderThatIsAFileIsRefused() throws IOException {
        Files.writeString(path, "");
        String message = whyNot(path.resolve("s").toString());
        assertTrue(message.endsWith("; its folder must exist and be writable"), message);
    }

    /** What cannot be looked at is not removed either. */
    @ParameterizedTest
    @CsvSource({"LSTATX, 0", "SOCKET, 1", "CONNECT, 0", "UNLINK, 0"})
    void anOldSocketStaysWhenItIsNotKnownToBeOne(Call call, int after) throws IOException {
        leaveASocket(path);
        long before = OpenFiles.count();
        FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
        sys.failAfter(call, after, Errno.ENOMEM, 1);
        StartupException e = assertThrows(StartupException.class, () -> open(path.toString(), sys));
        assertTrue(String.valueOf(e.getMessage()).contains("out of memory"), e.getMessage());
        assertTrue(exists());
        assertEquals(before, OpenFiles.count());
    }

    @Test
    void aSocketOfAnotherUserIsLeftAlone() throws IOException {
        leaveASocket(path);
        FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
        sys.fail(Call.CONNECT, Errno.EACCES, 1);
        StartupException e = assertThrows(StartupException.class, () -> open(path.toString(), sys));
        assertEquals(
                path + " is the socket of another user; remove it or choose another path",
                e.getMessage());
        assertTrue(exists());
    }

    /**
     * Whatever fails when a calendar begins, there is a line about it, and nothing is left over.
     */
    @ParameterizedTest
    @CsvSource({
        "MEMFD_CREATE, 0",
        "FTRUNCATE, 0",
        "FCNTL, 0",
        "MMAP, 0",
        "EPOLL_CREATE1, 0",
        "EVENTFD, 0",
        "EPOLL_CTL, 0",
        "EPOLL_CTL, 1",
        "EPOLL_CTL, 2",
        "TIMERFD_CREATE, 0",
        "TIMERFD_SETTIME, 0",
        "SOCKET, 0",
        "FCHMOD, 0",
        "BIND, 0",
        "LSTATX, 0",
        "LISTEN, 1" // the first one only makes the second quick
    })
    void nothingIsLeftOfACalendarThatCannotBegin(Call call, int after) throws IOException {
        long before = OpenFiles.count();
        FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
        sys.failAfter(call, after, Errno.ENOMEM, 1);
        StartupException e = assertThrows(StartupException.class, () -> open(path.toString(), sys));
        assertTrue(String.valueOf(e.getMessage()).contains("out of memory"), e.getMessage());
        assertFalse(exists());
        assertEquals(before, OpenFiles.count());
        assertEquals(0, OpenFiles.mappings("almanac-schedshm"));
    }
}
