// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** The simulated time, as far as it is known without asking who runs. */
final class Clock {
    private final Journal journal;
    private long now;

    Clock(Journal journal) {
        this.journal = journal;
    }

    long now() {
        return now;
    }

    void set(long time) {
        now = time;
        journal.timeIs(time);
    }
}
