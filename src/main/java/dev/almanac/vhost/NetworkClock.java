// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * Time, as the network sees it: simulated time and its calendar, or real time. What the network
 * asks for is kept, not done: no method calls back into the network, but {@link #stopRunner}, which
 * may run what it was given. One thread, the event loop's.
 */
public interface NetworkClock {
    /** The ticket of who comes before everybody else at its time. */
    long FIRST = Long.MIN_VALUE;

    /** The time in nanoseconds, as far as whoever runs has told it. */
    long now();

    /** Draws a place in the line of those who want the same time; later is larger. */
    long ticket();

    /**
     * Asks for a {@link Network#turn} at a time, instead of what was asked for before.
     *
     * @param time in nanoseconds; one that is over means as soon as possible
     * @param ticket the place among others of that time: drawn earlier, or {@link #FIRST}
     */
    void wakeAt(long time, long ticket);

    /** Asks for no turn any more. */
    void sleep();

    /**
     * A guest said that it has something to send, now, and waits for an answer, which {@code
     * whenStopped} gives. If it is what runs, it must first have confirmed that it stops now, so
     * that the turn that was asked for is not too late. If it is not, or nothing is simulated,
     * {@code whenStopped} is run at once.
     *
     * @param pid the process of the guest, 0 if unknown
     */
    void stopRunner(int pid, Runnable whenStopped);

    /**
     * The turn that {@link Network#turn} left unfinished is over: its guests have answered, or are
     * gone.
     */
    void turnEnded();
}
