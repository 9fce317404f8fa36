// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.LinuxSyscalls;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What other threads may ask of the one that runs the event loop, while there is a loop. */
final class OtherThreads {
    private final EventLoop loop;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stateAsked;
    private boolean closing;

    OtherThreads(EventLoop loop) {
        this.loop = loop;
    }

    /** Any thread: has the loop look soon whether {@link #askedForState}. */
    void askForState() {
        stateAsked = true;
        synchronized (closed) {
            if (!closing) {
                loop.wake(new LinuxSyscalls());
            }
        }
    }

    /** The loop's thread: whether somebody has asked for the state since the last call. */
    boolean askedForState() {
        boolean asked = stateAsked;
        if (asked) {
            stateAsked = false;
        }
        return asked;
    }

    /**
     * Any thread: ends the loop soon, and waits until all is closed.
     *
     * @param millis how long to wait at most, in milliseconds
     * @return whether it is closed
     */
    boolean stop(long millis) throws InterruptedException {
        synchronized (closed) {
            if (!closing) {
                loop.stop(new LinuxSyscalls());
            }
        }
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The loop's thread: closes all, with the loop, and tells those who wait for it. */
    void closes(Closer closer) {
        synchronized (closed) {
            closing = true; // nobody wakes the loop any more
        }
        closer.close();
        closed.countDown();
    }
}
