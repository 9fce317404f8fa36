// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** Notices guests that answer frames with frames at one instant, so that time stands still. */
final class Load {
    /**
     * After how many frames and kicks at one instant that is said; then after ten times as many.
     */
    static final long STORM = 100_000;

    private final NetworkJournal journal;
    private long instant;
    private long count;
    private long next;

    Load(NetworkJournal journal) {
        this.journal = journal;
    }

    /** Something is done at that time. */
    void add(long now) {
        if (now != instant || count == 0) {
            instant = now;
            count = 0;
            next = STORM;
        }
        if (++count == next) {
            next *= 10;
            journal.storm(now, count);
        }
    }
}
