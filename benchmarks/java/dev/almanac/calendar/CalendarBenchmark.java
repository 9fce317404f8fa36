// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * What one grant costs the conductor: who is next and how far may it run, take it, and 1.25 new
 * requests until the next grant: that of the one that ran, and every fourth time that of another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class CalendarBenchmark {
    /** The calendar, with the conductor's own requests or any thread's; its tree; its rivals. */
    public enum Structure {
        OWN_REQUESTS,
        MAILBOXES,
        WINNER_TREE,
        SHUFFLED_WINNER_TREE,
        BINARY_HEAP,
        FOURFOLD_HEAP,
        PRIORITY_QUEUE,
        PRIORITY_BLOCKING_QUEUE,
        SKIP_LIST,
        SORTED_LIST,
        LINEAR_SCAN;

        private Order make(int slots) {
            return switch (this) {
                case OWN_REQUESTS -> new OwnRequestsOrder(slots);
                case MAILBOXES -> new CalendarOrder(slots);
                case WINNER_TREE -> new WinnerTreeOrder(slots, Tickets.inOrder());
                case SHUFFLED_WINNER_TREE -> new WinnerTreeOrder(slots, Tickets.shuffled(1));
                case BINARY_HEAP -> new HeapOrder(slots, 2);
                case FOURFOLD_HEAP -> new HeapOrder(slots, 4);
                case PRIORITY_QUEUE -> new PriorityQueueOrder(slots, false);
                case PRIORITY_BLOCKING_QUEUE -> new PriorityQueueOrder(slots, true);
                case SKIP_LIST -> new SkipListOrder(slots);
                case SORTED_LIST -> new SortedListOrder(slots);
                case LINEAR_SCAN -> new LinearScanOrder(slots);
            };
        }
    }

    private static final int LONGEST_DELAY = 1_000_000;

    @Param public Structure structure = Structure.OWN_REQUESTS;

    @Param({"64", "1024", "65535"})
    public int slots;

    @SuppressWarnings("NullAway.Init") // by ask()
    private Order order;

    private long random;
    private int grants;

    @Setup
    public void ask() {
        random = 1;
        order = structure.make(slots);
        // The latest first: that fills the sorted list in no time.
        for (int slot = slots - 1; slot >= 0; slot--) {
            order.put(slot, (long) LONGEST_DELAY * slot / slots);
        }
    }

    @Benchmark
    public long grant() {
        order.drain();
        int slot = order.earliest();
        long time = order.time(slot);
        long horizon = order.time(order.earliestBut(slot));
        order.take(slot);
        order.put(slot, time + delay());
        if ((++grants & 3) == 0) {
            order.put(below(slots), time + delay());
        }
        return horizon;
    }

    private long delay() {
        return 1L + below(LONGEST_DELAY);
    }

    /** A number below {@code bound} from a xorshift generator, which costs next to nothing. */
    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) (((random >>> 32) * bound) >>> 32);
    }
}
