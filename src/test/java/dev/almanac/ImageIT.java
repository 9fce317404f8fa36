// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.almanac.guest.Child;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An Almanac that brings its own Java: {@code mvn verify -Pimage} makes it and runs this. */
class ImageIT {
    @TempDir private Path directory;
    private Path image;

    @BeforeEach
    void unpack() throws Exception {
        String archive = System.getProperty("almanac.archive");
        assumeTrue(archive != null, "no image: mvn verify -Pimage makes and tests one");
        assertEquals(0, run("tar", "-xzf", archive, "-C", directory.toString()).status());
        try (Stream<Path> folders = Files.list(directory)) {
            Path unpacked =
                    folders.filter(folder -> Files.isDirectory(folder.resolve("bin")))
                            .findFirst()
                            .orElseThrow();
            // Elsewhere than where it was made, and not where it was unpacked.
            image = Files.move(unpacked, directory.resolve("moved here"));
        }
    }

    private record Run(int status, String out, String err) {}

    /** Runs a command with an empty environment, but for what is given as NAME=value. */
    private Run run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin"));
        command.addAll(List.of(words));
        try (Child child = Child.start("command", directory, command)) {
            return new Run(child.awaitExit(), child.out(), child.err());
        }
    }

    private String almanac() {
        return image.resolve("bin/almanac").toString();
    }

    @Test
    void itRunsASimulation() throws Exception {
        Run run = run(almanac(), "demo", "--participants=2");
        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().contains("With shared memory:"), run.toString());
    }

    /** The JVM is told to refuse to start without the archive of classes. */
    @Test
    void itsArchiveOfClassesIsUsed() throws Exception {
        Run run = run("ALMANAC_JAVA_OPTS=-XX:AOTMode=on", almanac(), "--version");
        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().matches("almanac \\S+\n"), run.toString());
    }

    @Test
    void itIsFoundThroughALink() throws Exception {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), image.resolve("bin/almanac"));
        assertEquals(0, run(link.toString(), "--version").status());
    }

    @Test
    void itWritesNothingIntoItself() throws Exception {
        List<Path> before = files();
        assertEquals(0, run(almanac(), "demo", "--participants=1").status());
        assertEquals(before, files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            return files.sorted().toList();
        }
    }

    /** Nobody finds out that a runtime is larger than it need be. */
    @Test
    void itsRuntimeHasNoOtherModules() throws Exception {
        String modules = System.getProperty("almanac.image.modules").replace(",", "\n");
        assertEquals(
                modules.lines().sorted().toList(),
                run(image.resolve("lib/runtime/bin/java").toString(), "--list-modules")
                        .out()
                        .lines()
                        .map(line -> line.replaceFirst("@.*", ""))
                        .sorted()
                        .toList());
    }

    @Test
    void itBringsWhatIsReadAboutIt() {
        for (String file :
                List.of(
                        "share/man/man1/almanac.1",
                        "share/bash-completion/completions/almanac",
                        "share/zsh/site-functions/_almanac",
                        "share/doc/almanac/README.md",
                        "share/doc/almanac/LICENSE",
                        "share/doc/almanac/docs/reference.md")) {
            assertTrue(Files.isRegularFile(image.resolve(file)), file);
        }
    }
}
