// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A timeline like those of real simulations, of any size; the same for the same seed. */
final class GeneratedTimeline {
    private static final long SECOND = 1_000_000_000;
    private static final long DELAY = 5_000_000;

    private final RandomGenerator random;
    private final Timeline timeline;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final int participants;
    private final int[] sleepsOf;
    private long real;
    private int tickets;

    private record Event(long time, int ticket, int row, int frame) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time == other.time
                    ? Integer.compare(ticket, other.ticket)
                    : Long.compare(time, other.time);
        }
    }

    private GeneratedTimeline(int participants, long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        timeline = new Timeline("generated.rec");
        this.participants = participants;
        sleepsOf = new int[participants];
    }

    static Timeline of(int participants, int runs, long seed) {
        return new GeneratedTimeline(participants, seed).fill(runs);
    }

    private Timeline fill(int runs) {
        for (int i = 0; i < participants; i++) {
            int row = timeline.row(i + 1L, "id:" + Integer.toHexString(i + 1));
            timeline.mark(MarkKind.STARTED, row, 0, real, Timeline.NONE, 0);
            run(row, 0, 0);
            wake(row, random.nextLong(SECOND), Timeline.NONE);
        }
        for (int i = participants; i < runs; i++) {
            Event event = events.remove();
            happen(event);
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            if (event.frame() == Timeline.NONE) {
                run(event.row(), event.time(), event.time());
                MarkKind end = event.row() == 2 ? MarkKind.EVICTED : MarkKind.LEFT;
                timeline.mark(end, event.row(), event.time(), real, Timeline.NONE, 0);
            }
        }
        return timeline;
    }

    private void happen(Event event) {
        int row = event.row();
        long now = event.time();
        if (event.frame() != Timeline.NONE) {
            int length = 98;
            timeline.mark(MarkKind.DELIVERED, row, now, real, event.frame(), length);
            run(row, now, now);
            return;
        }
        sleepsOf[row]++;
        run(row, now, now + random.nextLong(DELAY));
        if (participants > 1 && sleepsOf[row] % 3 == 0) {
            int frame = timeline.mark(MarkKind.SENT, row, now, real, Timeline.NONE, 98);
            wake((row + 1 + random.nextInt(participants - 1)) % participants, now + DELAY, frame);
        }
        if (sleepsOf[row] % 97 == 0) {
            timeline.mark(MarkKind.BROADCAST, row, now, real, Timeline.NONE, random.nextLong());
        }
        boolean isBusy = random.nextInt(8) != 0;
        wake(
                row,
                now + (isBusy ? random.nextLong(2, 40) * 1_000_000 : random.nextLong(SECOND)),
                -1);
    }

    private void wake(int row, long time, int frame) {
        events.add(new Event(time, tickets++, row, frame));
    }

    private void run(int row, long start, long free) {
        long next = events.isEmpty() ? free : events.element().time();
        long held = 4_000 + random.nextLong(9_000) * (random.nextInt(300) == 0 ? 400 : 1);
        long begun = real;
        real += held;
        timeline.run(row, start, start, Math.max(start, Math.min(free, next)), begun, real);
        real += 2_000;
    }
}
