// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a calendar shows of itself is found, and read whole or not at all. */
class LiveTableTest {
    @TempDir private Path directory;

    private LiveTable table(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        return LiveTable.create(new LinuxSyscalls(), file, 5_000);
    }

    private LiveView view(String name) throws IOException {
        return Objects.requireNonNull(LiveView.find(directory.resolve(name)));
    }

    @Test
    void eachIsFoundByItsFileWhateverThatIsCalled() throws Exception {
        try (LiveTable one = table("one");
                LiveTable two = table("two")) {
            for (LiveTable table : new LiveTable[] {one, two}) {
                table.beginChange();
                LiveHeader.grants(table.memory(), table == one ? 1 : 2);
                table.endChange();
            }
            Files.createSymbolicLink(directory.resolve("link"), directory.resolve("two"));
            try (LiveView view = view("link")) {
                assertEquals(2, LiveHeader.grants(Objects.requireNonNull(view.read())));
            }
        }
        assertNull(LiveView.find(directory.resolve("one")), "closed");
        assertThrows(IOException.class, () -> LiveView.find(directory.resolve("none")));
    }

    @Test
    void whatIsBeingWrittenIsNotRead() throws Exception {
        try (LiveTable table = table("t");
                LiveView view = view("t")) {
            table.beginChange();
            LiveHeader.simulated(table.memory(), 7);
            assertNull(view.read());
            table.endChange();
            assertEquals(7, LiveHeader.simulated(Objects.requireNonNull(view.read())));
        }
    }

    @Test
    void rowsAreReadWhereverTheyAre() throws Exception {
        try (LiveTable table = table("t");
                LiveView view = view("t")) {
            assertNotNull(view.read());
            table.beginChange();
            LiveHeader.rows(table.memory(), table.rows());
            long last = LiveRow.at(table.rows() - 1);
            LiveRow.who(table.memory(), last, 5_000, -3, 77);
            LiveRow.state(table.memory(), last, 4);
            LiveRow.request(table.memory(), last, -9);
            LiveRow.done(table.memory(), last, 1, 2, 3);
            table.endChange();
            MemorySegment copy = Objects.requireNonNull(view.read());
            assertEquals(5_000, LiveRow.number(copy, last));
            assertEquals(-3, LiveRow.id(copy, last));
            assertEquals(77, LiveRow.pid(copy, last));
            assertEquals(4, LiveRow.state(copy, last));
            assertTrue(LiveRow.hasRequest(copy, last));
            assertEquals(-9, LiveRow.request(copy, last));
            assertEquals(1, LiveRow.runs(copy, last));
            assertEquals(2, LiveRow.held(copy, last));
            assertEquals(3, LiveRow.messages(copy, last));
            assertFalse(LiveRow.hasRequest(copy, LiveRow.at(0)));
        }
    }

    @Test
    void theEndIsSeenAfterwards() throws Exception {
        LiveTable table = table("t");
        try (LiveView view = view("t")) {
            assertTrue(view.isKept());
            assertFalse(LiveHeader.isOver(Objects.requireNonNull(view.read())));
            table.close();
            assertFalse(view.isKept());
            assertTrue(LiveHeader.isOver(Objects.requireNonNull(view.read())));
        }
    }
}
