// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Situation;
import dev.almanac.session.Session;
import dev.almanac.vhost.Port;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Notices when nothing happens that should: whoever runs says nothing, participants are missing, or
 * somebody does not answer. Reports it after a while, and again at intervals that double. Looked at
 * with every tick, in the event loop's thread; durations are nanoseconds of real time.
 */
final class Watch {
    private final long warn;
    private final long timeout;
    private final Situation situation;
    private final HangReport report;
    private final LeftBehind leftBehind;

    private @Nullable Object awaited;
    private long words;
    private long since = System.nanoTime();
    private long nextReport;

    /**
     * Nothing has happened yet.
     *
     * @param warn after how long to report; 0 = never
     * @param timeout after how long to give up; 0 = never
     */
    Watch(long warn, long timeout, Situation situation, HangReport report, LeftBehind leftBehind) {
        this.warn = warn;
        this.timeout = timeout;
        this.situation = situation;
        this.report = report;
        this.leftBehind = leftBehind;
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
        if (closesConnections()) {
            return false;
        }
        long silent = nowNanos - since;
        boolean givesUp = timeout != 0 && silent >= timeout;
        if (givesUp || (warn != 0 && silent >= nextReport)) {
            report.print(silent);
            nextReport = 2 * silent;
        }
        return givesUp;
    }

    private boolean hasSomethingHappened() {
        Session runner = situation.runner();
        Object who = runner == null ? report.awaitedCard() : runner;
        long said =
                situation.turns()
                        + situation.newcomers().size()
                        + (runner == null ? 0 : runner.receivedCount());
        boolean happened = !Objects.equals(who, awaited) || said != words || situation.isHeldBack();
        awaited = who;
        words = said;
        return happened;
    }

    /** Whether somebody who is waited for, or counted as here, is not there any more. */
    private boolean closesConnections() {
        Session runner = situation.runner();
        Port card = report.awaitedCard();
        if (runner != null) {
            return leftBehind.closes(runner);
        } else if (card != null) {
            return leftBehind.closes(card);
        }
        boolean gathers = situation.missing() > 0;
        boolean closed = false;
        for (Session session :
                List.copyOf(gathers ? situation.newcomers() : situation.owingBroadcasts())) {
            closed |= leftBehind.closes(session);
        }
        return closed;
    }
}
