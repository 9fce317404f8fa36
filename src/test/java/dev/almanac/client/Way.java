// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** How a participant in a test takes part. */
public enum Way {
    /** Over a socket, with messages only. */
    MESSAGES,

    /** Over a socket, with shared memory. */
    SHARED_MEMORY,

    /** In the calendar's process, without a socket. */
    IN_PROCESS,

    /** Likewise, where others can join by a socket. */
    BESIDE_A_SOCKET,

    /** So if its ID is odd, else over that socket, with shared memory. */
    MIXED
}
