// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.LinuxSyscalls;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What one event costs whoever records it: with a look at the clock, as for what comes from
 * outside, and without one. Into a file it includes the growing of the file, and the kernel's work
 * for each new page. A file takes 32 bytes an event, so some gigabytes in an iteration: it begins
 * anew with each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class RecorderBenchmark {
    @Param({"memory", "file"})
    public String into = "memory";

    @SuppressWarnings("NullAway.Init") // by begin()
    private Recorder recorder;

    @SuppressWarnings("NullAway.Init") // by begin()
    private Path file;

    private int seq;

    @Setup(Level.Iteration)
    public void begin() throws IOException {
        file = Files.createTempFile("almanac", ".recording");
        recorder = new Recorder(new Run(0, 0, 0));
        if (into.equals("file")) {
            recorder.recordTo(
                    new LinuxSyscalls(),
                    file.toString(),
                    failure -> {
                        throw failure;
                    });
        }
    }

    @TearDown(Level.Iteration)
    public void end() throws IOException {
        recorder.close();
        Files.delete(file);
    }

    @Benchmark
    public void event() {
        recorder.record(EventType.SENT, 1, 6, ++seq, seq);
    }

    @Benchmark
    public void eventWithItsTime() {
        recorder.tick();
        recorder.record(EventType.RECEIVED, 1, 3, ++seq, seq);
    }
}
