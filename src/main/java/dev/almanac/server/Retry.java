// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;

/** What the errors of a connection say: "not now", "no more", or something is wrong. */
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
}
