// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** SIGINT and SIGTERM: the JVM exits with 128 and the signal's number, and first lets us close. */
final class Signals {
    /** How long closing may take, in milliseconds. */
    private static final long MILLIS = 5_000;

    private Signals() {}

    /** Something that can be told to stop. */
    interface Stoppable {
        /** Waits so many milliseconds until it has stopped; whether it has. */
        boolean stop(long millis) throws InterruptedException;
    }

    /** Stops something before the JVM exits. */
    static void atTheEnd(Stoppable what) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(what), "stop"));
    }

    private static void stop(Stoppable what) {
        try {
            what.stop(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
