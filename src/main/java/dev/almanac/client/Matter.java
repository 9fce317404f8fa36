// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** What a conversation with the calendar is about, and not its own business. */
interface Matter {
    /** Whether somebody wants to hear broadcasts, and so to know the time of each. */
    boolean isListening();

    /** A broadcast came. */
    void heard(long bits);

    /** The floor is there to be used and given back. */
    void takeTurn();
}
