// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * SIGINT, SIGTERM and SIGHUP: the JVM exits with 128 and the signal's number, and first lets us
 * close what is open. In force before anything is opened, so that a signal that comes meanwhile
 * leaves nothing behind.
 */
final class OrderlyExit implements AutoCloseable {
    /** How long opening and closing may take, in milliseconds each. */
    private static final long MILLIS = 5_000;

    private @Nullable Stoppable running;
    private boolean over;

    private OrderlyExit() {}

    /** Something that can be told to stop. */
    interface Stoppable {
        /** Waits so many milliseconds until it has stopped; whether it has. */
        boolean stop(long millis) throws InterruptedException;
    }

    /** From now on the JVM waits for {@link #close} before it exits. */
    static OrderlyExit inForce() {
        OrderlyExit exit = new OrderlyExit();
        Runtime.getRuntime().addShutdownHook(new Thread(exit::stop, "stop"));
        return exit;
    }

    /** What is open now, instead of what was, and is told to stop before the JVM exits. */
    synchronized void stops(Stoppable what) {
        running = what;
        notifyAll();
    }

    /** All is closed. */
    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }

    private void stop() {
        try {
            Stoppable what = awaitAnother(null);
            while (what != null) {
                what.stop(MILLIS);
                what = awaitAnother(what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is to be stopped besides what was; null if all is closed, or it takes too long. */
    private synchronized @Nullable Stoppable awaitAnother(@Nullable Stoppable stopped)
            throws InterruptedException {
        long deadline = System.nanoTime() + MILLIS * 1_000_000;
        long left = MILLIS;
        while (Objects.equals(running, stopped) && !over && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return over || Objects.equals(running, stopped) ? null : running;
    }
}
