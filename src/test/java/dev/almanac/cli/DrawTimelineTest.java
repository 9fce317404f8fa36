// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.trace.EventType;
import dev.almanac.trace.Recorder;
import dev.almanac.trace.Run;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code almanac timeline} as it is called. */
@Timeout(60)
class DrawTimelineTest {
    @TempDir private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String recording = "";
    private String out = "";

    @BeforeEach
    void record() {
        recording = directory.resolve("run.rec").toString();
        out = directory.resolve("out").toString();
        try (Recorder recorder = new Recorder(new Run(0, 0, 1))) {
            recorder.recordTo(
                    new LinuxSyscalls(),
                    recording,
                    failure -> {
                        throw failure;
                    });
            recorder.introduce(EventType.CONNECTED, 1, 4711, 0);
            recorder.introduce(EventType.NAMED, 1, 0, 0x2a);
            recorder.introduce(EventType.STARTED, 1, 1, 0);
            recorder.record(EventType.ENDED, 0, 0, 0, 0);
        }
    }

    private ExitStatus run(String... words) throws Exception {
        Console console =
                new Console(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        return Main.run(List.of(words), console);
    }

    private String complaint(String... words) {
        return String.valueOf(assertThrows(UsageException.class, () -> run(words)).getMessage());
    }

    private String written() throws Exception {
        return Files.readString(Path.of(out));
    }

    @Test
    void makesAPage() throws Exception {
        assertSame(ExitStatus.SUCCESS, run("timeline", recording, "-o", out));
        assertTrue(written().startsWith("<!DOCTYPE html>"));
        assertTrue(written().contains("\"name\":\"run.rec\",\"note\":null,\"real\":false"));
        assertTrue(written().contains("\"name\":\"id:2a\""));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void makesATraceForPerfetto() throws Exception {
        assertSame(
                ExitStatus.SUCCESS,
                run("timeline", "--format=perfetto", "--along=real", "--out=" + out, recording));
        assertTrue(written().startsWith("{\"traceEvents\":["));
        assertTrue(written().contains("\"time\":\"real\""));
    }

    @Test
    void aRecordingWithoutAnEndIsDrawnAndTold() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(recording, "rw")) {
            file.setLength(file.length() - 40); // the end, and a part of the start
        }

        assertSame(ExitStatus.SUCCESS, run("timeline", recording, "-o", out));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("has no end"));
        assertTrue(written().contains("has no end"));
    }

    @Test
    void aDamagedRecordingIsDrawnAsFarAsItGoes() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(recording, "rw")) {
            file.seek(file.length() - 32);
            file.write(254);
        }

        assertSame(ExitStatus.USAGE, run("timeline", recording, "-o", out));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("is damaged at byte"));
        assertTrue(written().contains("\"name\":\"id:2a\""));
    }

    @Test
    void whatIsNoRecordingIsRefused() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "x".repeat(100));

        assertTrue(complaint("timeline", other.toString(), "-o", out).contains("no recording"));
        assertTrue(complaint("timeline", directory + "/none", "-o", out).contains("cannot open"));
        assertTrue(
                complaint("timeline", recording, "-o", directory + "/no/where").contains("write"));
        assertFalse(Files.exists(Path.of(out)));
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() {
        assertTrue(complaint("timeline", "-o", out).contains("FILE is missing"));
        assertTrue(complaint("timeline", recording).contains("--out=FILE"));
        assertTrue(
                complaint("timeline", recording, "-o", out, "--format=pdf")
                        .contains("must be html or perfetto"));
        assertTrue(
                complaint("timeline", recording, "-o", out, "--along=x")
                        .contains("must be simulated or real"));
    }
}
