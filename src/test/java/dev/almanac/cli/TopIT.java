// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.CalendarProcess;
import dev.almanac.guest.Child;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code almanac top} as a process of its own, in a terminal and without one. */
class TopIT {
    /** To the second screen, without a cursor; lines are cut. */
    private static final String TAKEN = "\033[?1049h\033[?25l\033[?7l";

    /** Back to the first screen, with a cursor and whole lines. */
    private static final String RESTORED = "\033[?7h\033[?25h\033[?1049l";

    @TempDir private Path directory;

    private Path socket() {
        return directory.resolve("t");
    }

    private static List<String> almanac(String... words) {
        List<String> command = new ArrayList<>(CalendarProcess.underTest());
        command.addAll(List.of(words));
        return command;
    }

    /** A calendar that waits for a participant. */
    private Child calendar() throws Exception {
        Child calendar =
                Child.start("calendar", directory, almanac("--time=" + socket(), "--clients=1"));
        assertTrue(calendar.await(() -> CalendarProcess.isListening(socket())), calendar::report);
        return calendar;
    }

    /** In a terminal that script(1) makes, where the program is the only child. */
    private Child topInTerminal() throws Exception {
        String command = String.join(" ", almanac("top", socket().toString()));
        Child top =
                Child.start(
                        "top",
                        directory,
                        List.of("script", "-qefc", "exec " + command, "/dev/null"));
        assertTrue(top.await(() -> top.out().contains("gathering, 1 are missing")), top::report);
        return top;
    }

    @Test
    void interruptedItLeavesTheTerminalAsItWas() throws Exception {
        try (Child calendar = calendar();
                Child top = topInTerminal()) {
            assertTrue(top.out().startsWith(TAKEN + "\033[H"), top.out());
            signal(java(top), "INT");
            assertEquals(130, top.awaitExit(), top::report);
            assertTrue(top.out().endsWith(RESTORED), top.out());
            assertTrue(calendar.isAlive(), "it did not notice");
        }
    }

    /** As Ctrl-Z and fg do: meanwhile the shell has the terminal. */
    @Test
    void stoppedItGivesTheTerminalBackUntilItGoesOn() throws Exception {
        String job = String.join(" ", almanac("top", socket().toString()));
        String shell = job + "; echo stopped with $?; fg >/dev/null";
        try (Child calendar = calendar();
                Child terminal =
                        Child.start(
                                "top",
                                directory,
                                List.of(
                                        "script",
                                        "-qefc",
                                        "bash -mc '" + shell + "'",
                                        "/dev/null"))) {
            String seen = "gathering, 1 are missing";
            assertTrue(terminal.await(() -> terminal.out().contains(seen)), terminal::report);
            signal(java(terminal), "TSTP");
            String back = "stopped with 148\r\n" + TAKEN;
            assertTrue(terminal.await(() -> terminal.out().contains(back)), terminal::report);
            String out = terminal.out();
            int goesOn = out.indexOf(back);
            assertTrue(out.substring(0, goesOn).contains(RESTORED), out);
            assertTrue(out.substring(goesOn).contains(seen), out);
            signal(java(terminal), "INT");
            assertEquals(130, terminal.awaitExit(), terminal::report);
            assertTrue(terminal.out().endsWith(RESTORED), terminal.out());
            assertTrue(calendar.isAlive(), "it did not notice");
        }
    }

    private static ProcessHandle java(Child terminal) {
        return ProcessHandle.of(terminal.pid())
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    @Test
    void atTheEndThePageStays() throws Exception {
        try (Child calendar = calendar();
                Child top = topInTerminal()) {
            calendar.terminate();
            assertEquals(0, top.awaitExit(), top::report);
            String last = top.out().substring(top.out().indexOf(RESTORED) + RESTORED.length());
            assertTrue(last.startsWith("almanac top " + socket()), last);
            assertTrue(last.endsWith("\nthe simulation is over\r\n"), last);
        }
    }

    @Test
    void aCalendarThatIsStoppedOrKilledIsSaidToBe() throws Exception {
        try (Child calendar = calendar();
                Child top =
                        Child.start(
                                "top",
                                directory,
                                almanac("top", "--interval=200ms", socket().toString()))) {
            assertTrue(top.await(() -> top.out().contains(": gathering")), top::report);
            calendar.signal("STOP");
            assertTrue(
                    top.await(() -> top.out().contains(": silent: the calendar is stopped")),
                    top::report);
            calendar.kill();
            assertEquals(0, top.awaitExit(), top::report);
            assertTrue(
                    top.out().endsWith("the calendar is gone, without an orderly end\n"),
                    top::report);
        }
    }
}
