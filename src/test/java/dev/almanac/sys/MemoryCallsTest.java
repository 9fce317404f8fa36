// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_ADD_SEALS;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Linux.F_GET_SEALS;
import static dev.almanac.sys.Linux.F_SEAL_GROW;
import static dev.almanac.sys.Linux.F_SEAL_SEAL;
import static dev.almanac.sys.Linux.F_SEAL_SHRINK;
import static dev.almanac.sys.Linux.F_SEAL_WRITE;
import static dev.almanac.sys.Linux.MAP_SHARED;
import static dev.almanac.sys.Linux.MFD_ALLOW_SEALING;
import static dev.almanac.sys.Linux.MFD_CLOEXEC;
import static dev.almanac.sys.Linux.PROT_READ;
import static dev.almanac.sys.Linux.PROT_WRITE;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bindings of memory files, their seals and mappings, and reading and writing at offsets. */
class MemoryCallsTest {
    private static final int PAGE = 4096;
    private static final String NAME = "almanac-test";

    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment buffer = fds.buffer(64);

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void memfdHasItsNameAndFlags() throws IOException {
        int fd = memoryFile(MFD_CLOEXEC);
        assertEquals(
                "/memfd:" + NAME + " (deleted)",
                Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString());
        assertEquals(FD_CLOEXEC, sys.fcntl(fd, F_GETFD, 0) & FD_CLOEXEC);
        assertEquals(0, sys.fcntl(memoryFile(0), F_GETFD, 0) & FD_CLOEXEC);
        assertErrno(Errno.EINVAL, sys.memfdCreate(fds.arena().allocateFrom("x"), -1));
    }

    @Test
    void sealsForbid() {
        int fd = memoryFile(MFD_ALLOW_SEALING);
        ok(sys.ftruncate(fd, PAGE));
        ok(sys.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
        assertErrno(Errno.EPERM, sys.ftruncate(fd, PAGE - 1));
        assertErrno(Errno.EPERM, sys.ftruncate(fd, PAGE + 1));
        assertEquals(8, sys.pwrite(fd, buffer, 0, 8, 0), "writing was not forbidden");
        ok(sys.fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
        assertErrno(Errno.EPERM, sys.pwrite(fd, buffer, 0, 8, 0));
        assertErrno(Errno.EPERM, sys.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
        assertEquals(
                F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL,
                sys.fcntl(fd, F_GET_SEALS, 0));
    }

    @Test
    void withoutTheFlagNothingCanBeSealed() {
        assertErrno(Errno.EPERM, sys.fcntl(memoryFile(0), F_ADD_SEALS, F_SEAL_GROW));
    }

    @Test
    void ftruncateSetsTheLength() {
        int fd = memoryFile(0);
        assertEquals(0, sys.pread(fd, buffer, 0, 64, 0));
        ok(sys.ftruncate(fd, 20));
        assertEquals(20, sys.pread(fd, buffer, 0, 64, 0));
        ok(sys.ftruncate(fd, 5L << 32)); // more than an int
        assertEquals(4, sys.pread(fd, buffer, 0, 64, (5L << 32) - 4));
        assertErrno(Errno.EINVAL, sys.ftruncate(fd, -1));
    }

    @Test
    void preadAndPwriteTakeOffsets() {
        int fd = memoryFile(0);
        buffer.set(JAVA_LONG, 8, 42);
        assertEquals(16, sys.pwrite(fd, buffer, 0, 16, 6L << 32));
        buffer.fill((byte) 0);
        assertEquals(8, sys.pread(fd, buffer, 0, 64, (6L << 32) + 8));
        assertEquals(42, buffer.get(JAVA_LONG, 0));
        assertErrno(Errno.EINVAL, sys.pread(fd, buffer, 0, 8, -1));
        assertErrno(Errno.EINVAL, sys.pwrite(fd, buffer, 0, 8, -1));
        int unseekable = fds.own(sys.eventfd(1, 0));
        assertErrno(Errno.ESPIPE, sys.pread(unseekable, buffer, 0, 8, 0));
        assertErrno(Errno.ESPIPE, sys.pwrite(unseekable, buffer, 0, 8, 0));
    }

    @Test
    void aMappingIsTheFile() {
        int fd = memoryFile(0);
        ok(sys.ftruncate(fd, 2 * PAGE));
        try (Mapping mapping = Mapping.of(sys, fd, 2 * PAGE);
                Mapping again = Mapping.of(sys, fd, PAGE)) {
            assertEquals(2 * PAGE, mapping.segment().byteSize());
            mapping.segment().set(JAVA_LONG, PAGE, 42);
            assertEquals(8, sys.pread(fd, buffer, 0, 8, PAGE));
            assertEquals(42, buffer.get(JAVA_LONG, 0));
            mapping.segment().set(JAVA_LONG, 0, 43);
            assertEquals(43, again.segment().get(JAVA_LONG, 0));
        }
    }

    @Test
    void mmapProtects() {
        int fd = memoryFile(0);
        ok(sys.ftruncate(fd, PAGE));
        long address = ok(sys.mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, 0));
        assertErrno(Errno.EFAULT, sys.pread(fd, at(address), 0, 8, 0));
        ok(sys.munmap(address, PAGE));
    }

    @Test
    void mmapTakesAnOffset() {
        int fd = memoryFile(0);
        ok(sys.ftruncate(fd, 2 * PAGE));
        buffer.set(JAVA_LONG, 0, 44);
        ok(sys.pwrite(fd, buffer, 0, 8, PAGE));
        long address = ok(sys.mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, PAGE));
        assertEquals(8, sys.pwrite(fd, at(address), 0, 8, 0));
        assertEquals(8, sys.pread(fd, buffer, 0, 8, 0));
        assertEquals(44, buffer.get(JAVA_LONG, 0));
        ok(sys.munmap(address, PAGE));
        assertErrno(Errno.EINVAL, sys.mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, 7));
    }

    @Test
    void whatIsUnmappedIsGone() throws IOException {
        int fd = memoryFile(0);
        ok(sys.ftruncate(fd, PAGE));
        Mapping mapping = Mapping.of(sys, fd, PAGE);
        MemorySegment memory = mapping.segment();
        memory.set(JAVA_LONG, 0, 1);
        assertEquals(1, mappings());
        mapping.close();
        assertEquals(0, mappings());
        assertThrows(IllegalStateException.class, () -> memory.get(JAVA_LONG, 0));
        assertErrno(Errno.EINVAL, sys.munmap(1, PAGE));
    }

    @Test
    void aMappingThatIsRefusedSaysWhy() {
        assertErrno(Errno.EBADF, sys.mmap(0, PAGE, PROT_READ, MAP_SHARED, -1, 0));
        SyscallException refused =
                assertThrows(SyscallException.class, () -> Mapping.of(sys, -1, PAGE));
        assertEquals("mmap: bad file descriptor (EBADF)", refused.getMessage());
        assertEquals(Errno.EBADF, refused.errno());
    }

    @Test
    void aSealedFileIsNotMappedForWriting() {
        int fd = memoryFile(MFD_ALLOW_SEALING);
        ok(sys.ftruncate(fd, PAGE));
        ok(sys.fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
        assertErrno(Errno.EPERM, sys.mmap(0, PAGE, PROT_WRITE, MAP_SHARED, fd, 0));
    }

    /** How many mappings of our files this process has. */
    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/memfd:" + NAME)).count();
        }
    }

    private int memoryFile(int flags) {
        return fds.own(sys.memfdCreate(fds.arena().allocateFrom(NAME), flags));
    }

    @SuppressWarnings("restricted") // what mmap said
    private static MemorySegment at(long address) {
        return MemorySegment.ofAddress(address).reinterpret(8);
    }
}
