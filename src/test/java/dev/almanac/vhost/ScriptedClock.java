// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.ArrayDeque;

/** A calendar in which only the network has anything to do. */
final class ScriptedClock implements NetworkClock {
    long now;
    boolean asleep = true;
    long wakeTime;
    long wakeTicket;
    int turnsEnded;

    /** While set, nobody confirms that it stops. */
    boolean runnerRuns;

    private long tickets;
    private final ArrayDeque<Runnable> confirmations = new ArrayDeque<>();

    @Override
    public long now() {
        return now;
    }

    @Override
    public long ticket() {
        return ++tickets;
    }

    @Override
    public void wakeAt(long time, long ticket) {
        asleep = false;
        wakeTime = time;
        wakeTicket = ticket;
    }

    @Override
    public void sleep() {
        asleep = true;
    }

    @Override
    public void stopRunner(int pid, Runnable whenStopped) {
        if (runnerRuns) {
            confirmations.add(whenStopped);
        } else {
            whenStopped.run();
        }
    }

    @Override
    public void turnEnded() {
        turnsEnded++;
    }

    /** Whoever runs stops. */
    void confirm() {
        runnerRuns = false;
        while (!confirmations.isEmpty()) {
            confirmations.remove().run();
        }
    }
}
