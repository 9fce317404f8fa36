// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Results.assertErrno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What holds for every call: whose an instance is, and what happens to those who may not call. */
@Timeout(60)
class LinuxSyscallsTest {
    @Test
    void theFirstThreadThatCallsOwnsTheInstance() {
        LinuxSyscalls sys = new LinuxSyscalls();
        assertErrno(Errno.EBADF, CompletableFuture.supplyAsync(() -> sys.close(-1)).join());
        assertThrows(AssertionError.class, () -> sys.close(-1)); // by assert, which tests enable
    }

    @Test
    void aSegmentThatIsClosedOrNotNativeIsRefused() {
        LinuxSyscalls sys = new LinuxSyscalls();
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8);
            CompletionException elsewhere =
                    assertThrows(
                            CompletionException.class,
                            () ->
                                    CompletableFuture.supplyAsync(
                                                    () -> new LinuxSyscalls().read(-1, closed, 8))
                                            .join());
            assertInstanceOf(WrongThreadException.class, elsewhere.getCause());
        }
        assertThrows(IllegalStateException.class, () -> sys.read(-1, closed, 8));
        MemorySegment heap = MemorySegment.ofArray(new long[1]);
        assertThrows(IllegalArgumentException.class, () -> sys.read(-1, heap, 8));
    }

    @Test
    void whoMayNotCallIsToldWhichFlagToAdd() throws IOException, InterruptedException {
        // Up to 23, to allow somebody is to forbid the others.
        String deny =
                Runtime.version().feature() < 24
                        ? "--enable-native-access=java.base"
                        : "--illegal-native-access=deny";
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                deny,
                                "-cp",
                                System.getProperty("java.class.path"),
                                LinuxSyscallsTest.class.getName())
                        .redirectErrorStream(true)
                        .start();
        List<String> output = java.inputReader().lines().toList();
        assertEquals(0, java.waitFor());
        assertEquals(
                "Almanac calls Linux directly: run java with --enable-native-access=ALL-UNNAMED",
                output.getLast());
    }

    /** The program of the test above. */
    public static void main(String[] args) {
        try {
            new LinuxSyscalls();
            System.out.println("linked all the same");
        } catch (UnsatisfiedLinkError e) {
            System.out.println(e.getMessage());
        }
    }
}
