// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java that the guide shows is that of the examples, which are compiled and tested. */
class SnippetsTest {
    private static final Path GUIDE = Path.of("docs/participants-in-java.md");
    private static final Path EXAMPLES = Path.of("src/examples/java/dev/almanac/examples");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> isInAnExample() throws IOException {
        String examples = examples();
        List<String> snippets = snippets();
        assertTrue(snippets.size() > 5, "only " + snippets.size() + " snippets");
        return snippets.stream()
                .map(
                        snippet ->
                                dynamicTest(
                                        snippet.lines().findFirst().orElse("empty"),
                                        () -> assertTrue(examples.contains(snippet), snippet)));
    }

    @Test
    void theBenchmarkExists() throws IOException {
        Matcher matcher = Pattern.compile("-Dbench=(\\w+)").matcher(Files.readString(GUIDE));
        assertTrue(matcher.find());
        Path benchmark = Path.of("benchmarks/java/dev/almanac/client", matcher.group(1) + ".java");
        assertTrue(Files.exists(benchmark), benchmark::toString);
    }

    private static List<String> snippets() throws IOException {
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(Files.readString(GUIDE));
        while (matcher.find()) {
            snippets.add(withoutIndentation(matcher.group(1)));
        }
        return snippets;
    }

    private static String examples() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.sorted().toList()) {
                all.append(withoutIndentation(Files.readString(file)));
            }
        }
        return all.toString();
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }
}
