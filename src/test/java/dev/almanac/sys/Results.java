// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** What a system call answered, compared so that a failure names the error. */
public final class Results {
    private Results() {}

    /** The result of a call that has to succeed. */
    public static int ok(int result) {
        return (int) ok((long) result);
    }

    /** The result of a call that has to succeed. */
    public static long ok(long result) {
        return result >= 0 ? result : fail("failed: " + name(result));
    }

    /** A call has to fail with this error. */
    public static void assertErrno(int errno, long result) {
        assertEquals(Errno.name(errno), name(result));
    }

    private static String name(long result) {
        return result >= 0 ? "success: " + result : Errno.name((int) -result);
    }
}
