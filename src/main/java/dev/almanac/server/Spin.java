// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.util.function.IntUnaryOperator;

/**
 * Looks again and again for a while before the loop sleeps: who wakes nobody up is answered sooner,
 * if the answer comes soon enough. Where it mostly does not, as with guests that have much to do,
 * the loop sleeps at once for a growing number of times before it tries again.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Spin {
    private static final int MOST_SKIPPED = 1 << 10;

    private final IntUnaryOperator waiting;
    private final long nanos;
    private int penalty;
    private int toSkip;

    /**
     * Nothing has been waited for yet.
     *
     * @param waiting how to: gets the timeout in milliseconds, -1 = none, and tells how many events
     *     there are
     * @param nanos how long to look, of real time; 0 = sleep at once
     */
    Spin(IntUnaryOperator waiting, long nanos) {
        this.waiting = waiting;
        this.nanos = nanos;
    }

    /** Waits; how many events there are. */
    int await(int timeoutMillis) {
        if (nanos == 0 || timeoutMillis == 0) {
            return waiting.applyAsInt(timeoutMillis);
        }
        if (toSkip > 0) {
            toSkip--;
            return waiting.applyAsInt(timeoutMillis);
        }
        long begin = System.nanoTime();
        do {
            int ready = waiting.applyAsInt(0);
            if (ready > 0) {
                penalty /= 2;
                return ready;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - begin < nanos);
        penalty = Math.min(2 * penalty + 1, MOST_SKIPPED);
        toSkip = penalty;
        return waiting.applyAsInt(timeoutMillis);
    }
}
