// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.io.PrintStream;
import java.util.List;

/** Two lists in two columns, the last of both in the last line, with a bar where they differ. */
final class SideBySide {
    private static final int WIDTH = 58;

    private SideBySide() {}

    static void print(List<String> left, List<String> right, PrintStream out) {
        out.println(row("A", ' ', "B"));
        int rows = Math.max(left.size(), right.size());
        for (int i = 0; i < rows; i++) {
            String one = at(left, left.size() - rows + i);
            String other = at(right, right.size() - rows + i);
            out.println(row(one, one.equals(other) ? ' ' : '|', other));
        }
    }

    private static String at(List<String> list, int index) {
        return index < 0 ? "" : list.get(index);
    }

    private static String row(String left, char between, String right) {
        String cut = left.length() > WIDTH ? left.substring(0, WIDTH) : left;
        String row = "%-" + WIDTH + "s %c %s";
        return row.formatted(cut, between, right).stripTrailing();
    }
}
