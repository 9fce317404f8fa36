// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who took part: the events that say so, kept for when the ring has forgotten them. Of those who
 * went without having started nothing is kept, or a flood of connections would fill the memory.
 */
final class Cast {
    private record Introduction(long index, Event event) {}

    private final Map<Integer, List<Introduction>> all = new LinkedHashMap<>();

    /** Keeps the {@code index}-th event, which says something about its participant. */
    void add(long index, Event event) {
        all.computeIfAbsent(event.participant(), number -> new ArrayList<>())
                .add(new Introduction(index, event));
    }

    /** A participant is gone. */
    void removed(int participant) {
        List<Introduction> introductions = all.getOrDefault(participant, List.of());
        if (introductions.stream().noneMatch(it -> it.event.type() == EventType.STARTED)) {
            all.remove(participant);
        }
    }

    /** Tells, in order, the events before the {@code end}-th. */
    void tell(long end, Consumer<Event> to) {
        all.values().stream()
                .flatMap(List::stream)
                .filter(introduction -> introduction.index < end)
                .sorted(Comparator.comparingLong(Introduction::index))
                .forEach(introduction -> to.accept(introduction.event));
    }
}
