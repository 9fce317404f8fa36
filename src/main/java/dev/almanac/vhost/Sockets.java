// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** The event loop, as the network sees it. One thread. */
public interface Sockets {
    /** What is to be done when a socket has something to read, or its end is reached. */
    @FunctionalInterface
    interface Input {
        /** Reads a bounded part of it; what is left is told again. */
        void readable();
    }

    /**
     * Begins to watch a socket for input, level-triggered.
     *
     * @return 0 or {@code -errno}
     */
    int watch(int fd, Input input);

    /**
     * Ends that, before the socket is closed: a guest may keep it open, and its events would go on.
     * No event that is known already may reach its input any more.
     */
    void forget(int fd);
}
