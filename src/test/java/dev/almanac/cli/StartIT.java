// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.CalendarProcess;
import dev.almanac.guest.Child;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a start does not wait for. */
@Timeout(120)
class StartIT {
    @TempDir private Path directory;

    /** Each of these costs more than the calendar itself, and none is needed until much later. */
    @Test
    void loadsNothingThatTakesLong() throws Exception {
        Path log = directory.resolve("classes");
        Path socket = directory.resolve("clock");
        List<String> words = new ArrayList<>(CalendarProcess.underTest());
        words.add(1, "-Xlog:class+load:file=" + log);
        words.addAll(List.of("--time=" + socket, "--clients=1"));
        try (Child calendar = Child.start("calendar", directory, words)) {
            assertTrue(calendar.await(() -> CalendarProcess.isListening(socket)), calendar::report);
            calendar.terminate();
            calendar.awaitExit();
        }
        String loaded = Child.read(log);
        assertTrue(loaded.contains("dev.almanac.server.CalendarServer "), log::toString);
        assertEquals(List.of(), loaded.lines().filter(StartIT::takesLong).toList());
    }

    private static boolean takesLong(String line) {
        boolean spun = line.contains(" dev.almanac") && line.contains("$$TypeSwitch");
        return spun || line.contains(" jdk.jfr.Event ");
    }
}
