// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Which processor a thread runs on. */
final class Affinity {
    private Affinity() {}

    /**
     * Lets the calling thread run on one processor only; the virtual machine's other threads stay
     * where they are.
     *
     * @param cpu its number, from 0
     * @throws StartupException if there is none, or it is not to be had
     */
    static void pin(Syscalls sys, int cpu) throws StartupException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(JAVA_LONG, cpu / Long.SIZE + 1);
            mask.setAtIndex(JAVA_LONG, cpu / Long.SIZE, 1L << cpu);
            int result = sys.schedSetaffinity(0, mask.byteSize(), mask);
            if (result < 0) {
                String why =
                        result == -Errno.EINVAL
                                ? "there is none of that number, or this process may not use it"
                                : Errno.message(-result);
                throw new StartupException("cannot run on processor " + cpu + ": " + why);
            }
        }
    }
}
