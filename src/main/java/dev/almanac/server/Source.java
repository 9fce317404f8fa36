// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/** Something that the event loop waits for, and that acts when its descriptor is ready. */
interface Source {
    /**
     * The descriptor is ready.
     *
     * @param events what epoll says of it
     */
    void ready(int events);
}
