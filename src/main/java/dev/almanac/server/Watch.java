// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Situation;
import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Notices when nothing happens that should: whoever runs says nothing, or participants are missing.
 * Reports it after a while, and again at intervals that double. Looked at with every tick, in the
 * event loop's thread; durations are nanoseconds of real time.
 */
final class Watch {
    private final long warn;
    private final long timeout;
    private final Situation situation;
    private final Reports reports;
    private final Consumer<Session> onDeath;

    private @Nullable Session runner;
    private long words;
    private long since = System.nanoTime();
    private long nextReport;

    /**
     * Nothing has happened yet.
     *
     * @param warn after how long to report; 0 = never
     * @param timeout after how long to give up; 0 = never
     * @param onDeath is told when whoever runs has ended, though its connection has not
     */
    Watch(
            long warn,
            long timeout,
            Situation situation,
            Reports reports,
            Consumer<Session> onDeath) {
        this.warn = warn;
        this.timeout = timeout;
        this.situation = situation;
        this.reports = reports;
        this.onDeath = onDeath;
        nextReport = warn;
    }

    /** How often to look; 0 = never. */
    long period() {
        long shortest = Math.min(warn == 0 ? timeout : warn, timeout == 0 ? warn : timeout);
        return shortest / 4;
    }

    /**
     * Looks.
     *
     * @return whether it is time to give up
     */
    boolean tick(long nowNanos) {
        if (hasSomethingHappened()) {
            since = nowNanos;
            nextReport = warn;
            return false;
        }
        if (runner != null && ProcessState.hasEnded(runner.pid())) {
            reports.leftBehind(runner);
            onDeath.accept(runner);
            return false;
        }
        long silent = nowNanos - since;
        boolean givesUp = timeout != 0 && silent >= timeout;
        if (givesUp || (warn != 0 && silent >= nextReport)) {
            reports.silence(situation, silent);
            nextReport = 2 * silent;
        }
        return givesUp;
    }

    private boolean hasSomethingHappened() {
        Session who = situation.runner();
        long said =
                who == null ? situation.newcomers().size() : who.receivedCount() + who.runCount();
        boolean happened = who != runner || said != words;
        runner = who;
        words = said;
        return happened;
    }
}
