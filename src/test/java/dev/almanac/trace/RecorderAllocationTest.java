// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An event allocates nothing on the Java heap; in a file, nothing but the object for each further
 * stretch of 32,768 events.
 */
@Timeout(120)
class RecorderAllocationTest {
    private static final int EVENTS = 1_000_000;

    /** An arena, a segment and what they consist of. */
    private static final long BYTES_A_STRETCH = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsAllocatedPerEvent(boolean intoFile) {
        try (Recorder recorder = new Recorder(new Run(0, 0, 0))) {
            if (intoFile) {
                recorder.recordTo(
                        new LinuxSyscalls(),
                        directory.resolve("r").toString(),
                        failure -> {
                            throw failure;
                        });
            }
            long stretches = EVENTS * (long) EventRecord.SIZE / RecordingFile.STRETCH + 1;
            long allowed = intoFile ? stretches * BYTES_A_STRETCH : 0;
            long end = System.nanoTime() + PATIENCE.toNanos();
            long allocated = allocatedBy(recorder);
            // The compilers work in the background: how soon they are done is not ours to say.
            while (allocated > allowed && System.nanoTime() < end) {
                allocated = allocatedBy(recorder);
            }
            assertTrue(allocated <= allowed, allocated + " bytes in " + EVENTS + " events");
            assertEquals(intoFile, recorder.isInFile());
        }
    }

    private static long allocatedBy(Recorder recorder) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < EVENTS; i++) {
            recorder.tick();
            recorder.timeIs(i);
            recorder.record(EventType.RECEIVED, 1, 2, i, i);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
