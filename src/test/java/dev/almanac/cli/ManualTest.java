// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The manual, and what else is written about options. */
class ManualTest {
    private static final Path REFERENCE = Path.of("docs/reference.md");

    /** Of other programs that the pages speak of. */
    private static final Set<String> FOREIGN = Set.of("--enable-native-access", "--install");

    private static String manual(String... words) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        ExitStatus status =
                Manual.COMMAND.action().run(List.of(words), new Console(stream, stream, false));
        assertEquals(ExitStatus.SUCCESS, status);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theReferenceIsTheManual() throws Exception {
        assertEquals(
                manual("--markdown"),
                Files.readString(REFERENCE),
                "to mend it: ./almanac manual --markdown >" + REFERENCE);
    }

    @Test
    void bothFormsTellAllThereIs() throws Exception {
        String markdown = manual("--markdown");
        String man = manual().replace("\\-", "-");
        for (String page : List.of(markdown, man)) {
            for (Command command : Commands.ALL) {
                assertTrue(page.contains(command.usage()), command.usage());
                for (Option option : command.options()) {
                    assertTrue(page.contains(option.forms()), option.name());
                    assertTrue(page.contains(option.help().substring(1)), option.name());
                }
            }
            for (ExitStatus status : ExitStatus.values()) {
                assertTrue(page.contains(status.meaning().substring(1)), status.name());
            }
        }
    }

    /** What roff(7) would take for a request is one, and what is typed can be copied. */
    @Test
    void theManPageIsCleanRoff() throws Exception {
        Set<String> macros =
                Set.of("TH", "SH", "SS", "PP", "TP", "RS", "RE", "nf", "fi", "nh", "ad");
        String man = manual();
        assertTrue(man.startsWith(".TH ALMANAC 1 "), man);
        for (String line : man.lines().toList()) {
            if (line.startsWith(".")) {
                assertTrue(macros.contains(line.substring(1).split(" ", 2)[0]), line);
            } else {
                assertFalse(line.startsWith("'"), line);
                assertFalse(line.matches(".*(?<!\\\\)-.*"), line);
            }
        }
    }

    @Test
    void linesThatLookLikeRequestsAreProtected() {
        ManPage page = new ManPage("x", "1");
        page.example(". file\n'quoted'\na\\b-c");
        assertTrue(page.text().contains("\n\\&. file\n\\&'quoted'\na\\eb\\-c\n"), page.text());
    }

    @Test
    void tablesSurviveBars() {
        MarkdownPage page = new MarkdownPage("X");
        page.list(List.of(new Page.Entry("a", "b | c")));
        assertTrue(page.text().endsWith("| `a` | b \\| c |\n"), page.text());
    }

    /**
     * Examples that name an option which is no more, or never was, would be the last to be noticed.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/first-simulation.md",
                "docs/guests.md",
                "docs/replacing-the-controller.md"
            })
    void pagesSpeakOfOptionsThatExist(String page) throws Exception {
        Set<String> known =
                Commands.ALL.stream()
                        .flatMap(command -> command.options().stream())
                        .map(option -> "--" + option.name())
                        .collect(Collectors.toCollection(HashSet::new));
        known.addAll(FOREIGN);
        known.addAll(List.of("--help", "--version"));
        Matcher matcher =
                Pattern.compile("(?<![-\\w])--[a-z][-a-z]*")
                        .matcher(Files.readString(Path.of(page)));
        int found = 0;
        while (matcher.find()) {
            assertTrue(known.contains(matcher.group()), page + ": " + matcher.group());
            found++;
        }
        assertTrue(found > 0, page);
    }
}
