// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the shells themselves make of the functions that complete command lines. */
@Timeout(60)
class CompletionTest {
    @TempDir private Path directory;

    /** Gives bash a line of words, the last of which is to be completed. */
    private Set<String> complete(String... line) throws Exception {
        Path function = Files.writeString(directory.resolve("almanac.bash"), BashCompletion.text());
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add("-euc");
        // compopt works only while readline asks.
        command.add(
                """
                compopt() { :; }
                . "$0"
                COMP_WORDS=("$@")
                COMP_CWORD=$(($# - 1))
                _almanac
                printf '%s\\n' "${COMPREPLY[@]}"
                """);
        command.add(function.toString());
        command.addAll(List.of(line));
        return new TreeSet<>(run(command).lines().filter(word -> !word.isEmpty()).toList());
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void everyOptionOfEveryCommandIsOffered() throws Exception {
        for (Command command : Commands.NAMED) {
            Set<String> forms = forms(command);
            if (!forms.isEmpty()) {
                assertEquals(forms, complete("almanac", command.name(), "-"));
            }
        }
        assertEquals(forms(Commands.MAIN), complete("almanac", "--strict", "-"));
    }

    private static Set<String> forms(Command command) {
        return command.options().stream()
                .map(option -> "--" + option.name() + (option.takesValue() ? "=" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theFirstWordMayBeACommandOrAnOption() throws Exception {
        Set<String> first = complete("almanac", "");
        assertTrue(first.containsAll(forms(Commands.MAIN)), first.toString());
        for (Command command : Commands.NAMED) {
            assertTrue(first.contains(command.name()), first.toString());
        }
        assertEquals(Set.of("demo"), complete("almanac", "de"));
        assertEquals(Set.of("--help"), complete("almanac", "--hel"));
    }

    @ParameterizedTest
    @CsvSource({"--time,=,fi", "--time,fi,", "-t,fi,", "--net-capture,=,fi"})
    void filesAreOfferedWhereTheyAreMeant(String option, String second, String third)
            throws Exception {
        Files.createFile(directory.resolve("file"));
        Set<String> found =
                third == null
                        ? complete("almanac", option, second)
                        : complete("almanac", option, second, third);
        assertEquals(Set.of("file"), found);
        assertTrue(complete("almanac", "--time", "=").contains("file"));
    }

    @Test
    void aNumberIsNotCompleted() throws Exception {
        Files.createFile(directory.resolve("1"));
        assertEquals(Set.of(), complete("almanac", "--clients", "=", "1"));
        assertEquals(Set.of(), complete("almanac", "demo", "--hours", "1"));
    }

    /** On a terminal of its own, as only there zsh completes. */
    @Test
    void zshOffersTheSame() throws Exception {
        assumeTrue(hasZsh(), "no zsh here: its completion is not tried");
        Files.writeString(directory.resolve("_almanac"), ZshCompletion.text());
        Path script = Files.writeString(directory.resolve("script"), ZSH);
        String clients = run(List.of("zsh", "-f", script.toString(), "almanac --clie"));
        assertTrue(clients.contains("got:--clients:"), clients);
        String demo = run(List.of("zsh", "-f", script.toString(), "almanac demo --hou"));
        assertTrue(demo.contains("got:demo --hours:"), demo);
        String named = run(List.of("zsh", "-f", script.toString(), "almanac comple"));
        assertTrue(named.contains("got:completion:"), named);
    }

    /**
     * Types words and a tab; the command that then runs prints what has become of them, but for an
     * = at the end, which the shell takes back.
     */
    private static final String ZSH =
            """
            zmodload zsh/zpty
            zpty child zsh -f -i
            zpty -w child "PS1=; fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D"
            zpty -w child 'almanac() { print -r -- "got:$*:" }; echo re""ady'
            zpty -r -m child ready '*ready*'
            zpty -w -n child "$1"$'\\t'
            zpty -w child $'\\nexit'
            while zpty -r child line; do print -r -- "$line"; done
            """;

    private static boolean hasZsh() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zsh")));
    }

    @Test
    void otherShellsAreRefused() {
        for (List<String> words :
                List.of(List.<String>of(), List.of("fish"), List.of("bash", "zsh"))) {
            UsageException e =
                    assertThrows(
                            UsageException.class,
                            () ->
                                    Completion.COMMAND
                                            .action()
                                            .run(
                                                    words,
                                                    new Console(System.out, System.err, false)));
            assertEquals("use: almanac completion bash | zsh", e.getMessage());
        }
    }
}
