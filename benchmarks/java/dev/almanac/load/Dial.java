// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;

/** Connects to a program that may not listen yet. */
final class Dial {
    private static final long PATIENCE_MILLIS = 20_000;

    private Dial() {}

    /** A connection to a socket; its descriptor. */
    static int to(Syscalls sys, String path) {
        int fd = SyscallException.check("socket", sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM, 0));
        try (Arena arena = Arena.ofConfined()) {
            SockaddrUn address = new SockaddrUn(arena, path);
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            int result = sys.connect(fd, address.segment(), address.length());
            while (isTooEarly(result) && System.nanoTime() < end) {
                rest();
                result = sys.connect(fd, address.segment(), address.length());
            }
            SyscallException.check("connect to " + path, result);
        }
        return fd;
    }

    private static boolean isTooEarly(int result) {
        return result == -Errno.ENOENT || result == -Errno.ECONNREFUSED;
    }

    private static void rest() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
