// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;

/** The JDK's concurrent ordered set. */
final class SkipListOrder implements Order {
    private record Request(int slot, long time, long ticket) {}

    private static final Comparator<Request> BY_TIME =
            (a, b) -> Long.signum(a.time == b.time ? a.ticket - b.ticket : a.time - b.time);

    private final ConcurrentSkipListSet<Request> requests = new ConcurrentSkipListSet<>(BY_TIME);
    private final @Nullable Request[] current;
    private long ticket;

    SkipListOrder(int slots) {
        current = new Request[slots];
    }

    @Override
    public void put(int slot, long time) {
        Request replaced = current[slot];
        if (replaced != null) {
            requests.remove(replaced);
        }
        Request request = new Request(slot, time, ticket++);
        current[slot] = request;
        requests.add(request);
    }

    @Override
    public int earliest() {
        return requests.first().slot;
    }

    @Override
    public int earliestBut(int slot) {
        Iterator<Request> iterator = requests.iterator();
        iterator.next();
        return iterator.next().slot;
    }

    @Override
    public long time(int slot) {
        return request(slot).time;
    }

    @Override
    public void take(int slot) {
        requests.remove(request(slot));
        current[slot] = null;
    }

    private Request request(int slot) {
        return Objects.requireNonNull(current[slot]);
    }
}
