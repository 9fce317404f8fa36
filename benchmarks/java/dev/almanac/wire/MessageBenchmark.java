// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** A message written, and read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class MessageBenchmark {
    private static final int MESSAGES = 256;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer =
            arena.allocate((long) MESSAGES * Message.SIZE, Message.SIZE);
    private int next;

    @TearDown
    public void close() {
        arena.close();
    }

    @Benchmark
    public void write() {
        Message.put(buffer, at(), Op.RUN, next, next);
    }

    @Benchmark
    public long read() {
        long at = at();
        return Message.op(buffer, at) + Message.seq(buffer, at) + Message.time(buffer, at);
    }

    private long at() {
        return (long) (next++ & (MESSAGES - 1)) * Message.SIZE;
    }
}
