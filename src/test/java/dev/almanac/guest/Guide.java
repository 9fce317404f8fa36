// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of a page in docs: what one would type in a shell, from top to bottom. */
final class Guide {
    private static final Path LAUNCHER = Path.of(System.getProperty("almanac.launcher"));
    private static final String JAVA_HOME = System.getProperty("java.home");

    /** How often to wait for as long as one child may take: a guide may boot seven guests. */
    private static final int PATIENCES = 5;

    private final List<Step> steps;

    /** Commands to type, and lines that they must print. */
    private record Step(String commands, List<String> lines) {}

    private Guide(List<Step> steps) {
        this.steps = steps;
    }

    /** The fenced pieces of a page: each {@code sh}, and the {@code text} that may follow it. */
    static Guide in(String page) throws Exception {
        List<Step> steps = new ArrayList<>();
        String text = Files.readString(LAUNCHER.resolveSibling(page));
        String[] pieces = text.split("(?m)^```", -1);
        for (int i = 1; i < pieces.length; i += 2) {
            String[] piece = pieces[i].split("\n", 2);
            switch (piece[0]) {
                case "sh" -> steps.add(new Step(piece[1], new ArrayList<>()));
                case "text" -> {
                    assertFalse(steps.isEmpty(), "no commands before what they print");
                    steps.getLast().lines().addAll(piece[1].lines().toList());
                }
                default -> assertEquals("java", piece[0], "what a piece is");
            }
        }
        assertTrue(steps.stream().anyMatch(step -> !step.lines().isEmpty()));
        return new Guide(steps);
    }

    /** Types it all, and looks for what it must print. */
    void assertDoesWhatItSays(Path directory) throws Exception {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            script.append(steps.get(i).commands()).append("\necho ").append(end(i)).append('\n');
        }
        Path file = Files.writeString(directory.resolve("script"), script);
        List<String> command =
                List.of(
                        "env",
                        "ALMANAC_JAVA_HOME=" + JAVA_HOME,
                        "PATH=" + JAVA_HOME + "/bin:" + System.getenv("PATH"),
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
}
