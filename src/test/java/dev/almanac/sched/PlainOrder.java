// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What the order of the requests means, said as plainly as possible: a list in the order of
 * running. Times never wrap here.
 */
final class PlainOrder {
    record Request(Puppet by, long time) {}

    private final List<Request> requests = new ArrayList<>();

    /** Behind all that are there for the same time or earlier, in place of the one before. */
    void request(Puppet by, long time) {
        withdraw(by);
        int at = 0;
        while (at < requests.size() && requests.get(at).time <= time) {
            at++;
        }
        requests.add(at, new Request(by, time));
    }

    void withdraw(Puppet by) {
        requests.removeIf(request -> request.by == by);
    }

    @Nullable Request first() {
        return requests.isEmpty() ? null : requests.getFirst();
    }

    /** What somebody asked for; null if nothing. */
    @Nullable Long time(Puppet by) {
        return requests.stream()
                .filter(request -> request.by == by)
                .map(Request::time)
                .findAny()
                .orElse(null);
    }
}
