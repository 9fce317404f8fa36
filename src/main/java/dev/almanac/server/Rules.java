// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.session.Violation;

import java.util.List;

/**
 * The rules of the protocol by the numbers that they have in recordings: their place in {@link
 * Violation}, at whose end new ones go.
 */
public final class Rules {
    private static final List<Violation> ALL = List.of(Violation.values());

    private Rules() {}

    /** The number of a rule. */
    static int number(Violation rule) {
        return ALL.indexOf(rule);
    }

    /** What the rule of a number is called; the number if there is none. */
    public static String name(int number) {
        return number < ALL.size() ? ALL.get(number).name() : "rule " + number;
    }
}
