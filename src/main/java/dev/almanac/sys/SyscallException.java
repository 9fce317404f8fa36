// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

/** The system refused something without which there is no going on; for set-up only. */
public final class SyscallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * A refused call.
     *
     * @param what the call, and on what
     * @param errno why, positive
     */
    public SyscallException(String what, int errno) {
        super(what + ": " + Errno.message(errno) + " (" + Errno.name(errno) + ")");
        this.errno = errno;
    }

    /**
     * Passes a result on.
     *
     * @param what the call, and on what
     * @param result of the call, or {@code -errno}
     * @throws SyscallException if the result is negative
     */
    public static int check(String what, long result) {
        if (result < 0) {
            throw new SyscallException(what, (int) -result);
        }
        return (int) result;
    }

    /** Why, as {@link Errno} has it. */
    public int errno() {
        return errno;
    }
}
