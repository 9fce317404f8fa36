// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;
import java.util.Locale;

/** A page for man(1), in the macros of man(7). */
final class ManPage implements Page {
    private final StringBuilder text = new StringBuilder();

    /** A page of section 1. */
    ManPage(String name, String version) {
        line(
                ".TH %s 1 \"\" \"%s %s\" \"User Commands\""
                        .formatted(name.toUpperCase(Locale.ROOT), name, version));
        // Words that one types are not to be cut, nor their lines filled up with blanks.
        line(".nh");
        line(".ad l");
    }

    @Override
    public void section(String title) {
        line(".SH " + title.toUpperCase(Locale.ROOT));
    }

    @Override
    public void subsection(String title) {
        line(".SS " + escape(title));
    }

    @Override
    public void paragraph(String words) {
        line(".PP");
        line(marked(words));
    }

    @Override
    public void list(List<Entry> entries) {
        for (Entry entry : entries) {
            line(".TP");
            line("\\fB" + escape(entry.thing()) + "\\fR");
            line(marked(entry.meaning()));
        }
    }

    @Override
    public void example(String lines) {
        line(".PP");
        line(".RS 4");
        line(".nf");
        lines.lines().forEach(example -> line(protect(escape(example))));
        line(".fi");
        line(".RE");
    }

    @Override
    public String text() {
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Text in which every second piece between backquotes is bold. */
    private static String marked(String words) {
        StringBuilder marked = new StringBuilder();
        String[] pieces = words.split("`", -1);
        for (int i = 0; i < pieces.length; i++) {
            String piece = escape(pieces[i]);
            marked.append(i % 2 == 0 ? piece : "\\fB" + piece + "\\fR");
        }
        return protect(marked.toString());
    }

    /** A hyphen alone is typographical, and a backslash begins a request: roff(7). */
    private static String escape(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-");
    }

    /** A dot or an apostrophe at the beginning of a line would make it a request. */
    private static String protect(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
