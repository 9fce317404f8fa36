// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.NOBODY;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a calendar means, said as plainly as possible: a list in the order of running. Here times
 * are counted from an origin that lies before all of them, so that nothing wraps.
 */
final class SortedListModel {
    private record Request(int slot, long time, long sinceOrigin) {}

    private final long origin;
    private final List<Request> order = new ArrayList<>();
    private final TreeMap<Integer, OptionalLong> posted = new TreeMap<>();

    SortedListModel(long origin) {
        this.origin = origin;
    }

    void post(int slot, long time) {
        posted.put(slot, OptionalLong.of(time));
    }

    void withdraw(int slot) {
        posted.put(slot, OptionalLong.empty());
    }

    boolean drain() {
        boolean changed = false;
        for (var entry : posted.entrySet()) {
            int slot = entry.getKey();
            changed |= order.removeIf(request -> request.slot == slot);
            if (entry.getValue().isPresent()) {
                insert(slot, entry.getValue().getAsLong());
                changed = true;
            }
        }
        posted.clear();
        return changed;
    }

    void drain(int slot) {
        OptionalLong entry = posted.remove(slot);
        if (entry != null && !entry.equals(time(slot))) {
            take(slot);
            entry.ifPresent(time -> insert(slot, time));
        }
    }

    boolean hasPosts() {
        return !posted.isEmpty();
    }

    private void insert(int slot, long time) {
        var request = new Request(slot, time, time - origin);
        int at = 0;
        while (at < order.size()
                && Long.compareUnsigned(order.get(at).sinceOrigin, request.sinceOrigin) <= 0) {
            at++;
        }
        order.add(at, request);
    }

    int earliest() {
        return earliestBut(NOBODY);
    }

    int earliestBut(int slot) {
        for (var request : order) {
            if (request.slot != slot) {
                return request.slot;
            }
        }
        return NOBODY;
    }

    OptionalLong time(int slot) {
        return order.stream()
                .filter(request -> request.slot == slot)
                .mapToLong(Request::time)
                .findAny();
    }

    void take(int slot) {
        order.removeIf(request -> request.slot == slot);
    }

    int size() {
        return order.size();
    }
}
