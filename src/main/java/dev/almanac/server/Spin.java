// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/**
 * Looks again and again for a while before the loop sleeps: who wakes nobody up is answered sooner,
 * if the answer comes soon enough. Where it mostly does not, as with guests that have much to do,
 * the loop sleeps at once for a growing number of times before it tries again.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Spin {
    private static final int MOST_SKIPPED = 1 << 10;

    private final long nanos;
    private int penalty;
    private int toSkip;

    /**
     * Nothing has been waited for yet.
     *
     * @param nanos how long to look, of real time; 0 = sleep at once
     */
    Spin(long nanos) {
        this.nanos = nanos;
    }

    /** As {@link Transport#await}. */
    int await(Transport transport, int timeoutMillis) {
        if (nanos == 0 || timeoutMillis == 0) {
            return transport.await(timeoutMillis);
        }
        if (toSkip > 0) {
            toSkip--;
            return transport.await(timeoutMillis);
        }
        long begin = System.nanoTime();
        do {
            int ready = transport.await(0);
            if (ready > 0) {
                penalty /= 2;
                return ready;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - begin < nanos);
        penalty = Math.min(2 * penalty + 1, MOST_SKIPPED);
        toSkip = penalty;
        return transport.await(timeoutMillis);
    }
}
