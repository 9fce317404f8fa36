// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a folder of its own, with an empty jar, and an environment that has
 * nothing but what a test puts there.
 */
final class LauncherSandbox {
    static final Path LAUNCHER = Path.of(System.getProperty("almanac.launcher"));

    private static final List<String> TOOLS =
            List.of(
                    "find",
                    "flock",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sh",
                    "sleep",
                    "tail",
                    "timeout");

    /** How a command ended and what it printed. */
    record Run(int status, String out, String err) {}

    /** The folder of the launcher. */
    final Path home;

    final Path jar;
    final Map<String, String> environment = new HashMap<>();

    private final Path temporary;
    private final Path bin;

    LauncherSandbox(Path temporary) throws IOException {
        this.temporary = temporary.toRealPath();
        home = Files.createDirectories(folder("a program"));
        bin = Files.createDirectories(folder("bin"));
        jar = home.resolve("target/almanac.jar");
        Files.copy(LAUNCHER, home.resolve("almanac"));
        copy("packaging/jvm.options");
        Files.createDirectories(home.resolve("target"));
        Files.createFile(jar);
        for (String tool : TOOLS) {
            script(bin.resolve(tool), "exec " + find(tool) + " \"$@\"");
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", folder("home").toString());
        environment.put("ALMANAC_JVM_DIRS", folder("jvms").toString());
    }

    Path folder(String name) {
        return temporary.resolve(name);
    }

    Run run(String... command) throws Exception {
        return end(start(command));
    }

    /** Starts a command in the launcher's folder. */
    Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for a command. What it prints is little enough for the pipes to hold till then. */
    static Run end(Process process) throws Exception {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(process.info() + " runs on");
        }
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            return new Run(
                    process.exitValue(),
                    new String(out.readAllBytes(), UTF_8),
                    new String(err.readAllBytes(), UTF_8));
        }
    }

    /** Makes the folder of a Java that only says its name and what it was given. */
    String java(String name, String version) throws IOException {
        return java(name, version, "echo \"this is " + name + ": $*\"");
    }

    /** Makes the folder of a Java that runs a shell command instead of a program. */
    String java(String name, String version, String command) throws IOException {
        String tellVersion = "echo 'openjdk version \"%s\" 2026-01-01' >&2".formatted(version);
        script(
                folder(name).resolve("bin/java"),
                "case $1 in -version) %s ;; *) %s ;; esac".formatted(tellVersion, command));
        // As if the launcher had tried in vain to make an archive, which this is no JVM for.
        for (String kind : List.of(".aot", ".jsa")) {
            Files.write(home.resolve("target/almanac-" + version + kind), new byte[0]);
        }
        return folder(name).toString();
    }

    void putInPath(String java) throws IOException {
        Files.createSymbolicLink(bin.resolve("java"), Path.of(java, "bin/java"));
    }

    /** Puts a Maven in PATH that runs a shell command. */
    void maven(String command) throws IOException {
        script(bin.resolve("mvn"), command);
    }

    /** Makes sources that the jar is older than. */
    void newerSources() throws IOException {
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    }

    /** Copies a file or folder of the project. */
    void copy(String name) throws IOException {
        Path project = LAUNCHER.resolveSibling("");
        try (Stream<Path> paths = Files.walk(project.resolve(name))) {
            for (Path path : paths.toList()) {
                Path copy = home.resolve(project.relativize(path));
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(path, copy);
            }
        }
    }

    private static void script(Path path, String command) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not in PATH"));
    }
}
