// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.EFD_CLOEXEC;
import static dev.almanac.sys.Linux.EFD_NONBLOCK;
import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Linux.F_GETFL;
import static dev.almanac.sys.Linux.F_SETFL;
import static dev.almanac.sys.Linux.MFD_CLOEXEC;
import static dev.almanac.sys.Linux.O_ACCMODE;
import static dev.almanac.sys.Linux.O_CLOEXEC;
import static dev.almanac.sys.Linux.O_CREAT;
import static dev.almanac.sys.Linux.O_EXCL;
import static dev.almanac.sys.Linux.O_NONBLOCK;
import static dev.almanac.sys.Linux.O_RDWR;
import static dev.almanac.sys.Linux.STATX_INO;
import static dev.almanac.sys.Linux.STATX_MODE;
import static dev.almanac.sys.Linux.STATX_SIZE;
import static dev.almanac.sys.Linux.STATX_TYPE;
import static dev.almanac.sys.Linux.S_IFDIR;
import static dev.almanac.sys.Linux.S_IFLNK;
import static dev.almanac.sys.Linux.S_IFREG;
import static dev.almanac.sys.Linux.S_IFSOCK;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The bindings of fcntl, read, write, close, eventfd, statx, chmod and unlink. */
@Timeout(30)
class FileCallsTest {
    private static final int F_DUPFD = 0; // <fcntl.h>
    private static final int HIGH_FD = 700; // Linux gives out the lowest: nobody else gets this

    @TempDir private Path directory;

    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment buffer = fds.buffer(64);
    private final Statx statx = new Statx(fds.arena());

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void fcntlReadsAndWritesFlags() {
        int counter = fds.own(sys.eventfd(0, 0));
        int before = ok(sys.fcntl(counter, F_GETFL, 0));
        assertEquals(0, before & O_NONBLOCK);
        ok(sys.fcntl(counter, F_SETFL, before | O_NONBLOCK));
        assertEquals(before | O_NONBLOCK, sys.fcntl(counter, F_GETFL, 0));
        assertErrno(Errno.EAGAIN, sys.read(counter, buffer, 8));
        assertErrno(Errno.EINVAL, sys.fcntl(counter, 9999, 0));
    }

    @Test
    void eventfdCounts() {
        int counter = fds.own(sys.eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC));
        assertEquals(FD_CLOEXEC, sys.fcntl(counter, F_GETFD, 0) & FD_CLOEXEC);
        buffer.set(JAVA_LONG, 0, 1L << 33);
        assertEquals(8, sys.write(counter, buffer, 8));
        buffer.set(JAVA_LONG, 0, 0);
        assertEquals(8, sys.read(counter, buffer, 8));
        assertEquals((1L << 33) + 3, buffer.get(JAVA_LONG, 0));
        assertErrno(Errno.EAGAIN, sys.read(counter, buffer, 8));
        assertErrno(Errno.EINVAL, sys.read(counter, buffer, 7));
        assertErrno(Errno.EINVAL, sys.write(counter, buffer, 7));
        assertErrno(Errno.EINVAL, sys.eventfd(0, 1 << 30));
    }

    @Test
    void readAndWriteNeedADescriptor() {
        assertErrno(Errno.EBADF, sys.read(-1, buffer, 8));
        assertErrno(Errno.EBADF, sys.write(-1, buffer, 8));
        int file = fds.own(sys.open(path("new"), O_RDWR | O_CREAT, 0600));
        ok(sys.pwrite(file, buffer, 0, 8, 0));
        assertErrno(Errno.EFAULT, sys.read(file, MemorySegment.ofAddress(8), 8));
    }

    @Test
    void aClosedDescriptorIsNoMore() {
        int high = ok(sys.fcntl(fds.own(sys.eventfd(0, 0)), F_DUPFD, HIGH_FD));
        ok(sys.close(high));
        assertErrno(Errno.EBADF, sys.fcntl(high, F_GETFD, 0));
        assertErrno(Errno.EBADF, sys.close(-1));
    }

    @Test
    void lstatxTellsWhatIsThere() throws IOException {
        fds.listener(directory.resolve("socket"));
        Files.writeString(directory.resolve("file"), "text");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        assertEquals(S_IFSOCK, type("socket"));
        assertEquals(S_IFREG, type("file"));
        assertEquals(S_IFLNK, type("link"));
        assertEquals(S_IFLNK, type("dangling"));
        assertEquals(S_IFDIR, type("."));
        assertErrno(Errno.ENOENT, sys.lstatx(path("nothing"), STATX_TYPE, statx.segment()));
        assertErrno(Errno.ENOTDIR, sys.lstatx(path("file/x"), STATX_TYPE, statx.segment()));
    }

    @Test
    void fstatxTellsOfAnOpenFile() {
        int file = fds.own(sys.memfdCreate(fds.arena().allocateFrom("sized"), MFD_CLOEXEC));
        ok(sys.ftruncate(file, 12345));
        ok(sys.fstatx(file, STATX_TYPE | STATX_SIZE, statx.segment()));
        assertEquals(STATX_TYPE | STATX_SIZE, statx.mask() & (STATX_TYPE | STATX_SIZE));
        assertEquals(S_IFREG, statx.type());
        assertEquals(12345, statx.size());
        ok(sys.fstatx(fds.socket(), STATX_TYPE, statx.segment()));
        assertEquals(S_IFSOCK, statx.type());
        assertErrno(Errno.EBADF, sys.fstatx(-1, STATX_TYPE, statx.segment()));
    }

    @Test
    void lstatxTellsTheInode() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        ok(sys.lstatx(path("file"), STATX_INO, statx.segment()));
        assertEquals(STATX_INO, statx.mask() & STATX_INO);
        assertEquals(Files.getAttribute(file, "unix:ino"), statx.inode());
        Files.createFile(directory.resolve("other"));
        long inode = statx.inode();
        ok(sys.lstatx(path("other"), STATX_INO, statx.segment()));
        assertNotEquals(inode, statx.inode());
    }

    @Test
    void fchmodOfASocketIsTheModeOfItsFile() throws IOException {
        int socket = fds.socket();
        ok(sys.fchmod(socket, 0640)); // no usual umask takes away any of it
        SockaddrUn address = new SockaddrUn(fds.arena(), directory.resolve("socket").toString());
        ok(sys.bind(socket, address.segment(), address.length()));
        ok(sys.lstatx(path("socket"), STATX_TYPE | STATX_MODE, statx.segment()));
        assertEquals(S_IFSOCK, statx.type());
        assertEquals(0640, statx.permissions());
        assertErrno(Errno.EBADF, sys.fchmod(-1, 0600));
    }

    @Test
    void lchmodChangesWhatIsThereAndFollowsNoLink() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        ok(sys.lchmod(path("file"), 0405));
        ok(sys.lstatx(path("file"), STATX_MODE, statx.segment()));
        assertEquals(0405, statx.permissions());
        Files.createSymbolicLink(directory.resolve("link"), file);
        assertErrno(Errno.EOPNOTSUPP, sys.lchmod(path("link"), 0777));
        assertErrno(Errno.ENOENT, sys.lchmod(path("nothing"), 0777));
        ok(sys.lstatx(path("file"), STATX_MODE, statx.segment()));
        assertEquals(0405, statx.permissions());
    }

    @Test
    void unlinkRemovesANameAndFollowsNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        ok(sys.unlink(path("link")));
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(file));
        assertErrno(Errno.ENOENT, sys.unlink(path("link")));
        assertErrno(Errno.EISDIR, sys.unlink(path(".")));
    }

    @Test
    void aSocketsAddressServesToRemoveIt() {
        fds.listener(directory.resolve("socket"));
        SockaddrUn address = new SockaddrUn(fds.arena(), directory.resolve("socket").toString());
        ok(sys.lstatx(address.path(), STATX_TYPE, statx.segment()));
        assertEquals(S_IFSOCK, statx.type());
        ok(sys.unlink(address.path()));
        assertFalse(Files.exists(directory.resolve("socket"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void openMakesAFileOnce() throws IOException {
        int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
        int file = fds.own(sys.open(path("new"), flags, 0600));
        assertEquals(FD_CLOEXEC, sys.fcntl(file, F_GETFD, 0) & FD_CLOEXEC);
        assertEquals(O_RDWR, sys.fcntl(file, F_GETFL, 0) & O_ACCMODE);
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.resolve("new")));
        assertErrno(Errno.EEXIST, sys.open(path("new"), flags, 0600));
        assertErrno(Errno.ENOENT, sys.open(path("no/new"), flags, 0600));
    }

    @Test
    void posixFallocateMakesAFileLonger() throws IOException {
        int file = fds.own(sys.open(path("new"), O_RDWR | O_CREAT, 0600));
        ok(sys.posixFallocate(file, 4096, 8192));
        assertEquals(12288, Files.size(directory.resolve("new")));
        assertErrno(Errno.EINVAL, sys.posixFallocate(file, 0, 0));
        assertErrno(Errno.EBADF, sys.posixFallocate(-1, 0, 1));
    }

    @Test
    void aPathNameIsTheBytesOfThePath() {
        assertEquals("a/b", PathName.of(fds.arena(), "a/b").getString(0));
        assertThrows(IllegalArgumentException.class, () -> PathName.of(fds.arena(), ""));
        assertThrows(IllegalArgumentException.class, () -> PathName.of(fds.arena(), "a\0b"));
    }

    private int type(String name) {
        ok(sys.lstatx(path(name), STATX_TYPE, statx.segment()));
        assertEquals(STATX_TYPE, statx.mask() & STATX_TYPE);
        return statx.type();
    }

    private MemorySegment path(String name) {
        return fds.arena().allocateFrom(directory + "/" + name);
    }
}
