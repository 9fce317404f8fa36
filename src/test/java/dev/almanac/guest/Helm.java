// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;
import dev.almanac.server.ControlLine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steers the calendar under test, as a user does: by the command {@code ctl}, a process each. */
final class Helm {
    private final Path directory;
    private int commands;

    /** Of the calendar that is started with {@link #option} and this directory. */
    Helm(Path directory) {
        this.directory = directory;
    }

    /** What the calendar has to be started with. */
    static String option(Path directory) {
        return "--control=" + socket(directory);
    }

    private static Path socket(Path directory) {
        return directory.resolve("control.socket");
    }

    /** A connection of our own, where a process would take too long to start. */
    ControlLine connect() throws IOException {
        return ControlLine.connect(socket(directory));
    }

    private Child begin(String... words) throws IOException {
        List<String> command = new ArrayList<>(CalendarProcess.underTest());
        command.addAll(List.of("ctl", socket(directory).toString(), "--json"));
        command.addAll(List.of(words));
        return Child.start("ctl-" + ++commands, directory, command);
    }

    /** Gives a command; its answer. */
    Map<String, @Nullable Object> ask(String... words)
            throws IOException, InterruptedException, JsonException {
        try (Child command = begin(words)) {
            assertEquals(0, command.awaitExit(), command::report);
            return JsonReader.object(command.out());
        }
    }
}
