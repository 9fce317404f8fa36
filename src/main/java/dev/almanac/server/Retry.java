// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;

/** Which errors say "not now" rather than "no". */
final class Retry {
    private Retry() {}

    /** The call was interrupted or would have to wait: epoll says when to try again. */
    static boolean isLater(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.EINTR;
    }

    /** The peer has closed its end. */
    static boolean isDeparture(int errno) {
        return errno == Errno.ECONNRESET || errno == Errno.EPIPE;
    }

    /** The machine has run out of something that may come back. */
    static boolean isShortage(int errno) {
        return switch (errno) {
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM -> true;
            default -> false;
        };
    }
}
