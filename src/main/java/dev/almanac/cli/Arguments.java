// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line, read against a table of options as getopt_long(3) does: {@code --name=value},
 * {@code --name value}, {@code -nvalue}, {@code -n value}, and any beginning of a long name that
 * fits only one. Of an option given twice, the last counts. Words that belong to no option are
 * operands; they may stand anywhere.
 */
final class Arguments {
    // By name: the hash of a record is put together by the virtual machine, a tenth of a start.
    private final Map<String, String> given = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments() {}

    /**
     * Reads a command line.
     *
     * @param operands what its operands are called; it must have them all
     * @throws UsageException if it does not fit the table
     */
    static Arguments parse(List<String> words, List<Option> table, String... operands)
            throws UsageException {
        Arguments arguments = parse(words, table, operands.length);
        int given = arguments.operands.size();
        if (given < operands.length) {
            throw new UsageException(operands[given] + " is missing; see --help");
        }
        return arguments;
    }

    private static Arguments parse(List<String> words, List<Option> table, int mostOperands)
            throws UsageException {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); ) {
            String word = words.get(i++);
            boolean isLong = word.startsWith("--") && word.length() > 2;
            if (!isLong && !(word.startsWith("-") && word.length() > 1)) {
                if (arguments.operands.size() < mostOperands) {
                    arguments.operands.add(word);
                    continue;
                }
                throw new UsageException("unexpected argument '" + word + "'; see --help");
            }
            int equals = word.indexOf('=');
            Option option =
                    isLong
                            ? byName(word.substring(2, equals < 0 ? word.length() : equals), table)
                            : byLetter(word, table);
            String attached = attachedValue(word, isLong, equals);
            if (!option.takesValue()) {
                if (attached != null) {
                    throw new UsageException("--" + option.name() + " takes no value");
                }
                arguments.given.put(option.name(), "");
            } else if (attached != null) {
                arguments.given.put(option.name(), attached);
            } else if (i < words.size()) {
                arguments.given.put(option.name(), words.get(i++));
            } else {
                throw new UsageException("a value is missing: " + option.forms() + "; see --help");
            }
        }
        return arguments;
    }

    private static @Nullable String attachedValue(String word, boolean isLong, int equals) {
        if (isLong) {
            return equals < 0 ? null : word.substring(equals + 1);
        }
        return word.length() == 2 ? null : word.substring(2);
    }

    private static Option byName(String name, List<Option> table) throws UsageException {
        Option found = null;
        for (Option option : table) {
            if (option.name().equals(name)) {
                return option;
            }
            if (option.name().startsWith(name)) {
                if (found != null) {
                    throw new UsageException(
                            "--%s may mean --%s or --%s; write more of it"
                                    .formatted(name, found.name(), option.name()));
                }
                found = option;
            }
        }
        if (found == null) {
            throw new UsageException("unknown option --" + name + "; see --help");
        }
        return found;
    }

    private static Option byLetter(String word, List<Option> table) throws UsageException {
        for (Option option : table) {
            if (option.letter() == word.charAt(1)) {
                return option;
            }
        }
        throw new UsageException("unknown option -" + word.charAt(1) + "; see --help");
    }

    /** One of the operands, from 0. */
    String operand(int index) {
        return operands.get(index);
    }

    boolean has(Option option) {
        return given.containsKey(option.name());
    }

    /** The value of an option; null if it was not given. */
    @Nullable String value(Option option) {
        return given.get(option.name());
    }

    /** The value of an option as a whole number: decimal, 0x... or 0... as in C. */
    long number(Option option, long otherwise, long min, long max) throws UsageException {
        String text = given.get(option.name());
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.decode(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with what would be right
        }
        throw new UsageException(
                "--%s=%s: must be a whole number from %d to %d"
                        .formatted(option.name(), text, min, max));
    }

    /** The value of an option as a number with a fraction; no suffix as in Java's {@code 5d}. */
    double decimal(Option option, double otherwise, double min, double max) throws UsageException {
        String text = given.get(option.name());
        if (text == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            boolean isLetter = Character.isLetter(text.charAt(text.length() - 1));
            if (number >= min && number <= max && !isLetter) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with what would be right
        }
        throw new UsageException(
                "--%s=%s: must be a number from %s to %s".formatted(option.name(), text, min, max));
    }

    /** The value of an option as a duration in nanoseconds: a number and ns, us, ms or s; or 0. */
    long duration(Option option, long otherwise) throws UsageException {
        String text = given.get(option.name());
        return text == null ? otherwise : Durations.parse(option.name(), text);
    }
}
