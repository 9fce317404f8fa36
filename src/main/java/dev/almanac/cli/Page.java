// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.List;

/**
 * Something that a manual is written on: each kind of it has a markup of its own. In texts, what is
 * between backquotes is to be typed or read literally.
 */
interface Page {
    /** Begins a part of the manual. */
    void section(String title);

    /** Begins a part of a section. */
    void subsection(String title);

    /** Sentences. */
    void paragraph(String text);

    /** Things and what they are. */
    void list(List<Entry> entries);

    /** Lines as they are typed. */
    void example(String lines);

    /** All that was written. */
    String text();

    /** A thing, and what it is, in sentences. */
    record Entry(String thing, String meaning) {}
}
