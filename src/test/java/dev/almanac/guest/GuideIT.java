// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of the guide for newcomers do what it says. */
@WithGuestKernel
final class GuideIT {
    private static final Path LAUNCHER = Path.of(System.getProperty("almanac.launcher"));

    /** How often to wait for as long as one child may take: the guide boots seven guests. */
    private static final int PATIENCES = 5;

    /** Commands to type, and lines that they must print. */
    private record Step(String commands, List<String> lines) {}

    @Test
    void theFirstSimulation(@TempDir Path directory) throws Exception {
        List<Step> steps = steps(LAUNCHER.resolveSibling("docs/first-simulation.md"));
        assertTrue(steps.stream().anyMatch(step -> !step.lines().isEmpty()));
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            script.append(steps.get(i).commands()).append("\necho ").append(end(i)).append('\n');
        }
        Path file = Files.writeString(directory.resolve("script"), script);
        List<String> command =
                List.of(
                        "env",
                        "ALMANAC_JAVA_HOME=" + System.getProperty("java.home"),
                        "TMPDIR=" + directory,
                        "bash",
                        "-e",
                        file.toString());

        try (Child shell = Child.start("guide", directory, command)) {
            int status = Child.RUNS;
            for (int i = 0; i < PATIENCES && status == Child.RUNS; i++) {
                status = shell.awaitExit();
            }
            assertEquals(0, status, shell::report);
            String rest = shell.out();
            for (int i = 0; i < steps.size(); i++) {
                String[] parts = rest.split(end(i) + "\n", 2);
                List<String> printed = parts[0].lines().map(String::strip).toList();
                for (String line : steps.get(i).lines()) {
                    assertTrue(printed.contains(line), line + " is not in " + printed);
                }
                rest = parts[1];
            }
        }
    }

    private static String end(int step) {
        return "=== end of step " + step;
    }

    /** The fenced pieces of a page: each {@code sh} with the {@code text} that follows it. */
    private static List<Step> steps(Path page) throws Exception {
        List<Step> steps = new ArrayList<>();
        String[] pieces = Files.readString(page).split("(?m)^```", -1);
        for (int i = 1; i < pieces.length; i += 2) {
            String[] piece = pieces[i].split("\n", 2);
            if (piece[0].equals("sh")) {
                steps.add(new Step(piece[1], new ArrayList<>()));
            } else {
                assertEquals("text", piece[0], "what a piece is");
                assertFalse(steps.isEmpty(), "no commands before what they print");
                steps.getLast().lines().addAll(piece[1].lines().toList());
            }
        }
        return steps;
    }
}
