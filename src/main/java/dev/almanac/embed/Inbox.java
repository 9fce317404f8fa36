// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * What the conductor has said to the participants of one thread, in order, and where that thread
 * waits for more.
 *
 * <p>Whoever conducts puts, one at a time; the thread takes. A cell is filled before its first
 * field tells so by release, and read before that field is emptied by release. A full ring of cells
 * gets a successor, twice as large, into which everything goes from then on. Nothing else
 * allocates.
 */
final class Inbox {
    private static final VarHandle TO = to();
    private static final int INITIAL = 64;

    /** How long it looks again and again before it sleeps: some microseconds. */
    private static final int SPINS = 200;

    /** One message. */
    private static final class Cell {
        /** The line of the participant; null = empty. */
        private @Nullable LocalLine to;

        private int op;
        private int seq;
        private long time;
    }

    private static final class Ring {
        private final Cell[] cells;
        private volatile @Nullable Ring next;

        Ring(int capacity) {
            cells = new Cell[capacity];
            Arrays.setAll(cells, i -> new Cell());
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

    private static VarHandle to() {
        try {
            return MethodHandles.lookup().findVarHandle(Cell.class, "to", LocalLine.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whoever conducts: the thread will hear that. */
    void put(LocalLine to, int op, int seq, long time) {
        Cell cell = last.cells[tail];
        if (!isEmpty(cell)) {
            Ring larger = new Ring(2 * last.cells.length);
            last.next = larger;
            last = larger;
            cell = larger.cells[0];
            tail = 0;
        }
        cell.op = op;
        cell.seq = seq;
        cell.time = time;
        TO.setRelease(cell, to);
        tail = (tail + 1) & (last.cells.length - 1);
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
        VarHandle.fullFence(); // see wake()
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
        while (isEmpty(first.cells[head])) {
            Ring larger = first.next;
            if (larger == null) {
                return true;
            }
            if (isEmpty(first.cells[head])) { // and nothing will come here
                first = larger;
                head = 0;
            }
        }
        return false;
    }

    private static boolean isEmpty(Cell cell) {
        return TO.getAcquire(cell) == null;
    }

    private void pass() {
        Cell cell = first.cells[head];
        LocalLine to = Objects.requireNonNull(cell.to);
        int op = cell.op;
        int seq = cell.seq;
        long time = cell.time;
        TO.setRelease(cell, null);
        head = (head + 1) & (first.cells.length - 1); // the participant may wait for more
        to.take(op, seq, time);
    }
}
