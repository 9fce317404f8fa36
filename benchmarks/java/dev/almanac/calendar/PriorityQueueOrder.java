// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;

/**
 * A heap of the JDK's, for one thread or for many. It cannot find what it holds, so a replaced
 * request stays in it and is thrown away when it comes to the top.
 */
final class PriorityQueueOrder implements Order {
    private record Request(int slot, long time, long ticket) {}

    private static final Comparator<Request> BY_TIME =
            (a, b) -> Long.signum(a.time == b.time ? a.ticket - b.ticket : a.time - b.time);

    private final Queue<Request> requests;
    private final Request[] current;
    private long ticket;

    PriorityQueueOrder(int slots, boolean forManyThreads) {
        requests =
                forManyThreads
                        ? new PriorityBlockingQueue<>(2 * slots, BY_TIME)
                        : new PriorityQueue<>(2 * slots, BY_TIME);
        current = new Request[slots];
    }

    @Override
    public void put(int slot, long time) {
        Request request = new Request(slot, time, ticket++);
        current[slot] = request;
        requests.add(request);
    }

    @Override
    public int earliest() {
        return first().slot;
    }

    /** Nothing but taking it out shows what comes after the first. */
    @Override
    public int earliestBut(int slot) {
        Request first = first();
        requests.poll();
        int second = first().slot;
        requests.add(first);
        return second;
    }

    @Override
    public long time(int slot) {
        return current[slot].time;
    }

    @Override
    public void take(int slot) {
        requests.poll();
    }

    private Request first() {
        Request first = requests.element();
        while (current[first.slot].ticket != first.ticket) {
            requests.poll();
            first = requests.element();
        }
        return first;
    }
}
