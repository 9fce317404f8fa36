// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The binding of sched_setaffinity, on a thread of its own that ends with the test. */
@Timeout(30)
class AffinityCallTest {
    private static final int WORDS = 128; // 8192 processors: no machine's mask is longer

    @Test
    void theCallingThreadIsPinned() throws InterruptedException, ExecutionException {
        FutureTask<String> pinned = new FutureTask<>(AffinityCallTest::pinToFirst);
        Thread thread = new Thread(pinned, "pinned");
        thread.start();
        assertEquals("pinned", pinned.get());
        thread.join();
    }

    private static String pinToFirst() throws IOException {
        Syscalls sys = new LinuxSyscalls();
        int first = Integer.parseInt(allowed().split("[-,]", 2)[0]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(JAVA_LONG, WORDS);
            assertErrno(Errno.EINVAL, sys.schedSetaffinity(0, mask.byteSize(), mask));
            mask.setAtIndex(JAVA_LONG, first / 64, 1L << (first % 64));
            ok(sys.schedSetaffinity(0, mask.byteSize(), mask));
        }
        assertEquals(String.valueOf(first), allowed());
        return "pinned";
    }

    /** The processors of the calling thread, such as "0-3,8". */
    private static String allowed() throws IOException {
        String key = "Cpus_allowed_list:";
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
            if (line.startsWith(key)) {
                return line.substring(key.length()).strip();
            }
        }
        throw new AssertionError("no " + key);
    }
}
