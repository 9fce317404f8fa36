// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A page that takes the whole terminal and is drawn again and again; what was there before comes
 * back at the end, however the program ends but by SIGKILL, and while it is stopped by Ctrl-Z.
 *
 * <p>Any thread may close it.
 */
final class Screen implements AutoCloseable {
    /**
     * To the second screen; no cursor; lines that are too long are cut: xterm's control sequences.
     */
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";

    private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final int USUAL_HEIGHT = 24;

    private final PrintStream out;
    private final Thread hook = new Thread(this::leave, "screen");
    private final JvmSignal suspension = new JvmSignal("TSTP");
    private CharSequence shown = "";
    private boolean left;

    /** Takes the terminal. */
    Screen(PrintStream out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(hook); // SIGINT, SIGTERM, SIGHUP
        suspension.calls(this::suspend);
        print(ENTER);
    }

    /** Draws a page; where it is longer than the terminal, its begin. */
    void draw(List<String> lines) {
        int height = height();
        StringBuilder page = new StringBuilder(HOME);
        int shown = Math.min(lines.size(), height);
        for (int i = 0; i < shown; i++) {
            boolean cut = i == height - 1 && lines.size() > height;
            page.append(i == 0 ? "" : "\n");
            page.append(cut ? "and %d more".formatted(lines.size() - i) : lines.get(i));
            page.append(CLEAR_LINE);
        }
        show(page.append(CLEAR_BELOW));
    }

    private synchronized void show(CharSequence page) {
        if (!left) {
            shown = page;
            print(page);
        }
    }

    private void print(CharSequence text) {
        out.append(text);
        out.flush();
    }

    /** Returns when the process may go on: the shell's fg and bg see to that. */
    private synchronized void suspend() {
        print(left ? "" : LEAVE);
        suspension.takeEffect();
        print(left ? "" : ENTER + shown);
    }

    /** Asked of stty(1), as the terminal may change. */
    private static int height() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int height = Integer.parseInt(answer.substring(0, Math.max(0, answer.indexOf(' '))));
            return height > 0 ? height : USUAL_HEIGHT;
        } catch (IOException | NumberFormatException e) {
            return USUAL_HEIGHT; // there is no terminal that would tell
        }
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            print(LEAVE);
        }
    }

    @Override
    public void close() {
        leave();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
