// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;

/** A page in Markdown, with tables. */
final class MarkdownPage implements Page {
    private final StringBuilder text = new StringBuilder();

    MarkdownPage(String title) {
        text.append("# ").append(title).append('\n');
        block("<!-- Printed by: almanac manual --markdown -->");
    }

    @Override
    public void section(String title) {
        block("## " + title);
    }

    @Override
    public void subsection(String title) {
        block("### " + title);
    }

    @Override
    public void paragraph(String words) {
        block(words);
    }

    @Override
    public void list(List<Entry> entries) {
        block("| | |\n|---|---|");
        for (Entry entry : entries) {
            text.append("| `%s` | %s |%n".formatted(entry.thing(), cell(entry.meaning())));
        }
    }

    @Override
    public void example(String lines) {
        block(lines.indent(4).stripTrailing());
    }

    @Override
    public String text() {
        return text.toString();
    }

    private void block(String lines) {
        text.append('\n').append(lines).append('\n');
    }

    private static String cell(String words) {
        return words.replace("|", "\\|");
    }
}
