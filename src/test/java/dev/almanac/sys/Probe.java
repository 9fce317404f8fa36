// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What native-headers/probe.c prints, compiled by the machine's own C compiler. */
public final class Probe {
    private static final Path SOURCE = Path.of("native-headers", "probe.c");

    private final SortedMap<String, Long> values = new TreeMap<>();

    /** Compiles and runs the probe in a directory of the test's. */
    public Probe(Path directory) throws IOException, InterruptedException {
        String program = directory.resolve("probe").toString();
        List<String> compile = List.of("cc", "-std=c11", "-o", program, SOURCE.toString());
        try {
            run(compile);
        } catch (IOException | AssertionError e) {
            throw new AssertionError(
                    "cannot compile %s: install gcc and libc6-dev, or what your system calls them"
                            .formatted(SOURCE),
                    e);
        }
        for (String line : run(List.of(program))) {
            String[] words = line.split(" ", 2);
            values.put(words[0], Long.valueOf(words[1]));
        }
    }

    /** What is printed under {@code prefix}, which is cut off the names. */
    public SortedMap<String, Long> values(String prefix) {
        SortedMap<String, Long> chosen = new TreeMap<>();
        values.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        chosen.put(name.substring(prefix.length()), value);
                    }
                });
        return chosen;
    }

    /** Adds the size of a layout, and offset and size of each of its named fields. */
    public static void describe(String struct, GroupLayout layout, Map<String, Long> into) {
        into.put(struct, layout.byteSize());
        for (MemoryLayout member : layout.memberLayouts()) {
            member.name()
                    .ifPresent(
                            field -> {
                                long offset = layout.byteOffset(PathElement.groupElement(field));
                                into.put(struct + "." + field, offset);
                                into.put(struct + "." + field + ".size", member.byteSize());
                            });
        }
    }

    /** Fails with the names whose values differ, or that only one side has. */
    public static void assertSame(Map<String, Long> c, Map<String, Long> java) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(c.keySet());
        names.addAll(java.keySet());
        for (String name : names) {
            String inC = String.valueOf(c.get(name));
            String inJava = String.valueOf(java.get(name));
            if (!inC.equals(inJava)) {
                differences.add(name + ": in C " + inC + ", in Java " + inJava);
            }
        }
        assertEquals(List.of(), differences);
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output = process.inputReader().lines().toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running: " + command);
        assertEquals(0, process.exitValue(), command + ": " + output);
        return output;
    }
}
