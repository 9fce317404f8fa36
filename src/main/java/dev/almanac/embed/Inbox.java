// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * What the conductor has said to the participants of one thread, in order, and where that thread
 * waits for more.
 *
 * <pre>
 *   ring:  to[i]         the line of the participant
 *          cells[2i]     operation + 1 in the upper half, sequence number in the lower; 0 = empty
 *          cells[2i + 1] time
 * </pre>
 *
 * Whoever conducts puts, one at a time; the thread takes. A cell is filled before its first word
 * tells so by release, and read before that word is made 0 by release. A full ring gets a
 * successor, twice as large, into which everything goes from then on. Nothing else allocates.
 */
final class Inbox {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int INITIAL = 64;

    /** How long it looks again and again before it sleeps: some microseconds. */
    private static final int SPINS = 200;

    private static final class Ring {
        private final LocalLine[] to;
        private final long[] cells;
        private volatile @Nullable Ring next;

        Ring(int capacity) {
            to = new LocalLine[capacity];
            cells = new long[2 * capacity];
        }
    }

    private final Thread owner = Thread.currentThread();
    private final int spins = Runtime.getRuntime().availableProcessors() > 1 ? SPINS : 0;
    private volatile boolean asleep;

    // Whoever conducts.
    private Ring last = new Ring(INITIAL);
    private int tail;

    // The owner.
    private Ring first = last;
    private int head;

    /** Of the owner's participants the one that has the floor, as far as it has heard. */
    @Nullable LocalLine holder;

    /** Whoever conducts: the thread will hear that. */
    void put(LocalLine to, int op, int seq, long time) {
        long[] cells = last.cells;
        if ((long) CELL.getAcquire(cells, 2 * tail) != 0) {
            Ring larger = new Ring(2 * last.to.length);
            last.next = larger;
            last = larger;
            cells = larger.cells;
            tail = 0;
        }
        last.to[tail] = to;
        cells[2 * tail + 1] = time;
        CELL.setRelease(cells, 2 * tail, (op + 1L) << 32 | (seq & 0xffffffffL));
        tail = (tail + 1) & (last.to.length - 1);
        wake();
    }

    /** Any thread: the owner looks again whether it should wait. */
    void wake() {
        if (!Thread.currentThread().equals(owner)) {
            VarHandle.fullFence(); // either we see that it sleeps, or it sees what we did
            if (asleep) {
                LockSupport.unpark(owner);
            }
        }
    }

    /**
     * The owner: waits until there is something to hear, and lets its participant hear it.
     *
     * @param waiting is asked whether it still should
     */
    void await(LocalLine waiting) {
        for (int i = 0; isEmpty(); i++) {
            waiting.checkIsWanted();
            if (i < spins) {
                Thread.onSpinWait();
            } else {
                sleep(waiting);
            }
        }
        pass();
    }

    /** The owner: lets its participants hear what there is. */
    void poll() {
        while (!isEmpty()) {
            pass();
        }
    }

    private void sleep(LocalLine waiting) {
        asleep = true;
        try {
            if (isEmpty()) {
                waiting.checkIsWanted();
                LockSupport.park(this);
            }
        } finally {
            asleep = false;
        }
    }

    private boolean isEmpty() {
        while ((long) CELL.getAcquire(first.cells, 2 * head) == 0) {
            Ring larger = first.next;
            if (larger == null) {
                return true;
            }
            if ((long) CELL.getAcquire(first.cells, 2 * head) == 0) { // and nothing will come here
                first = larger;
                head = 0;
            }
        }
        return false;
    }

    private void pass() {
        long[] cells = first.cells;
        LocalLine to = first.to[head];
        long word = cells[2 * head];
        long time = cells[2 * head + 1];
        CELL.setRelease(cells, 2 * head, 0L);
        head = (head + 1) & (first.to.length - 1); // the participant may wait for more
        to.take((int) (word >>> 32) - 1, (int) word, time);
    }
}
