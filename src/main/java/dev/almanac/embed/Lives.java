// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import java.util.ArrayList;
import java.util.List;

/** The threads of participants that have one of their own. Any thread. */
final class Lives {
    private static final long CLOSE_MILLIS = 10_000;

    // Guarded by this.
    private final List<Thread> threads = new ArrayList<>();

    synchronized void begin(long id, Runnable life) {
        threads.add(Thread.ofPlatform().daemon().name("participant-" + id).start(life));
    }

    /** Waits until all have ended, also those that others begin meanwhile. */
    void await() throws InterruptedException {
        int ended = 0;
        for (List<Thread> all = all(); ended < all.size(); all = all()) {
            all.get(ended++).join();
        }
    }

    /**
     * Interrupts all and waits for their ends.
     *
     * @throws IllegalStateException if one of them takes no notice for ten seconds
     */
    void end() throws InterruptedException {
        List<Thread> all = all();
        all.forEach(Thread::interrupt);
        for (Thread thread : all) {
            thread.join(CLOSE_MILLIS);
            if (thread.isAlive()) {
                throw new IllegalStateException(
                        thread.getName() + " does not end, though it was interrupted");
            }
        }
    }

    private synchronized List<Thread> all() {
        return List.copyOf(threads);
    }
}
