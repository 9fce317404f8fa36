// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.almanac.LauncherSandbox.Run;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The launcher: which Java it takes, how it becomes the program, when and how it builds it. */
class LauncherIT {
    private static final Path JAR = Path.of(System.getProperty("almanac.jar"));

    @TempDir Path temporary;
    private LauncherSandbox sandbox;

    @BeforeEach
    void install() throws IOException {
        sandbox = new LauncherSandbox(temporary);
    }

    @Test
    void runsTheProgram() throws Exception {
        Files.copy(JAR, sandbox.jar, REPLACE_EXISTING);
        sandbox.environment.put("ALMANAC_JAVA_HOME", System.getProperty("java.home"));

        Run first = sandbox.run("./almanac", "--version");
        assertEquals(0, first.status(), first.toString());
        assertTrue(first.out().startsWith("almanac "), first.toString());

        // The JVM refuses to start when it cannot use the archive that the first start made.
        boolean linked = Runtime.version().feature() >= 25;
        sandbox.environment.put("ALMANAC_JAVA_OPTS", linked ? "-XX:AOTMode=on" : "-Xshare:on");
        assertEquals(new Run(0, first.out(), ""), sandbox.run("./almanac", "--version"));
    }

    @Test
    void buildsTheProgram() throws Exception {
        Files.delete(sandbox.jar);
        sandbox.copy("pom.xml");
        sandbox.copy("src/main");
        sandbox.environment.putAll(System.getenv());
        sandbox.environment.put("ALMANAC_JAVA_HOME", System.getProperty("java.home"));

        Run run = sandbox.run("./almanac", "--version");

        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().startsWith("almanac "), run.toString());
        assertEquals("almanac: building once (a minute or so)...\n", run.err());
    }

    @Test
    void prefersWhatItIsTold() throws Exception {
        sandbox.environment.put("ALMANAC_JAVA_HOME", sandbox.java("told", "22.0.2"));
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        assertRuns("told");
    }

    @Test
    void refusesWhatItIsToldWhenThatDoesNotFit() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        sandbox.environment.put("ALMANAC_JAVA_HOME", sandbox.java("told", "21.0.9"));
        assertFails(
                "ALMANAC_JAVA_HOME names no Java 22 or newer: 21.0.9 in " + sandbox.folder("told"));
        sandbox.environment.put("ALMANAC_JAVA_HOME", "/nowhere");
        assertFails(
                "ALMANAC_JAVA_HOME names no Java 22 or newer:"
                        + " nothing that works as /nowhere/bin/java");
    }

    @Test
    void prefersJavaHomeToPath() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "22"));
        sandbox.putInPath(sandbox.java("path", "25"));
        assertRuns("home");
    }

    @Test
    void prefersPathToOtherFolders() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "17.0.15"));
        sandbox.putInPath(sandbox.java("path", "22"));
        sandbox.java("jvms/newer", "25");
        assertRuns("path");
    }

    @Test
    void takesTheNewestOfTheOtherFolders() throws Exception {
        sandbox.putInPath(sandbox.java("path", "17.0.15"));
        sandbox.java("jvms/a", "25.0.10");
        sandbox.java("jvms/b", "25.0.9");
        sandbox.java("jvms/c", "9.0.4");
        Files.createDirectories(sandbox.folder("jvms/d"));
        assertRuns("jvms/a");
        sandbox.environment.put("JAVA26_HOME", sandbox.java("variable", "26-ea"));
        assertRuns("variable");
    }

    /** A whole JDK has its version in a file, which saves starting it. */
    @Test
    void readsTheVersionFromTheReleaseFile() throws Exception {
        sandbox.java("jvms/released", "17");
        Files.writeString(
                sandbox.folder("jvms/released/release"),
                "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"23.0.1\"\nOS_NAME=\"Linux\"\n");
        assertRuns("jvms/released");
    }

    @Test
    void saysWhenThereIsNoJava() throws Exception {
        assertFails(
                "no Java 22 or newer in JAVA_HOME, PATH, "
                        + sandbox.folder("jvms")
                        + ", JAVA*_HOME (nor an older one): install any JDK 22 or newer, such as"
                        + " Temurin 25, or set ALMANAC_JAVA_HOME to the folder of one");
    }

    @Test
    void saysWhichJavasAreTooOld() throws Exception {
        sandbox.putInPath(sandbox.java("path", "17.0.15"));
        sandbox.java("jvms/old", "1.8.0_452");
        Run run = sandbox.run("./almanac");
        assertEquals(2, run.status(), run.toString());
        String old =
                "(17.0.15 in "
                        + sandbox.folder("path")
                        + ", 1.8.0_452 in "
                        + sandbox.folder("jvms/old")
                        + ")";
        assertTrue(run.err().contains(old), run.err());
    }

    @Test
    void runsThroughSymbolicLinksFromAnyFolder() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        Path link =
                Files.createSymbolicLink(sandbox.folder("a link"), sandbox.home.resolve("almanac"));
        Path chain = Files.createSymbolicLink(sandbox.home.resolve("chain"), link);
        String end = "-jar " + sandbox.jar + " --time=a b\n";
        for (String name : List.of(link.toString(), chain.toString(), "./chain", "./almanac")) {
            Run run = sandbox.run(name, "--time=a b");
            assertTrue(run.out().endsWith(end), name + ": " + run);
        }
        Run run = sandbox.run("sh", "almanac", "--time=a b");
        assertTrue(run.out().endsWith(end), run.toString());
    }

    @Test
    void passesOptionsToTheJvm() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        sandbox.environment.put("ALMANAC_JAVA_OPTS", " -Xmx1g  -Dany=* ");
        Run run = sandbox.run("./almanac");
        assertTrue(run.out().contains(" -Xmx1g -Dany=* -jar "), run.toString());
    }

    @Test
    void becomesTheProgram() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25", "echo $$; exit 7"));
        Process process = sandbox.start("./almanac");
        assertEquals(new Run(7, process.pid() + "\n", ""), LauncherSandbox.end(process));
    }

    @Test
    void buildsOnceForTwo() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        sandbox.newerSources();
        sandbox.maven(
                "echo built >>builds; sleep 1; mkdir -p target/quick; : >target/quick/almanac.jar");

        Process one = sandbox.start("./almanac", "one");
        Process two = sandbox.start("./almanac", "two");

        Run first = LauncherSandbox.end(one);
        Run second = LauncherSandbox.end(two);
        assertTrue(first.out().endsWith("almanac.jar one\n"), first.toString());
        assertTrue(second.out().endsWith("almanac.jar two\n"), second.toString());
        assertEquals(List.of("built"), Files.readAllLines(sandbox.home.resolve("builds")));
    }

    @Test
    void showsWhyABuildFailed() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        sandbox.newerSources();
        sandbox.maven("echo '[ERROR] no network'; exit 1");
        Path log = sandbox.home.resolve("target/build.log");
        assertEquals(
                new Run(
                        2,
                        "",
                        """
                        almanac: building once (a minute or so)...
                        [ERROR] no network
                        almanac: the build failed; all that Maven said is in %s
                        """
                                .formatted(log)),
                sandbox.run("./almanac"));
    }

    @Test
    void saysWhenThereIsNoMaven() throws Exception {
        sandbox.environment.put("JAVA_HOME", sandbox.java("home", "25"));
        sandbox.newerSources();
        Run run = sandbox.run("./almanac");
        assertEquals(2, run.status(), run.toString());
        assertTrue(run.err().endsWith("there is no mvn in PATH: install it\n"), run.err());
    }

    private void assertRuns(String name) throws Exception {
        Run run = sandbox.run("./almanac", "word");
        assertTrue(run.out().startsWith("this is " + name + ": "), run.toString());
        assertTrue(run.out().endsWith(" word\n"), run.toString());
        assertEquals(0, run.status(), run.toString());
    }

    private void assertFails(String message) throws Exception {
        assertEquals(new Run(2, "", "almanac: " + message + "\n"), sandbox.run("./almanac"));
    }
}
