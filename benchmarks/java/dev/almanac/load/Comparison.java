// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Calendars that are measured in turn, again and again, so that a machine whose speed changes is
 * the same to all of them; and the options of that, each of which has a value.
 */
public final class Comparison {
    private static final String RUNS = "--runs";

    private final Map<String, String> options;
    private final List<String> calendars = new ArrayList<>();

    private Comparison(Map<String, String> defaults) {
        options = new LinkedHashMap<>(defaults);
        options.put(RUNS, "5");
    }

    /** One measurement of one calendar. */
    @FunctionalInterface
    public interface Measurement<T> {
        /** Starts the calendar with that command, and ends it. */
        T of(String calendar) throws IOException, InterruptedException;
    }

    /**
     * Reads a command line: options, and the commands of calendars.
     *
     * @param defaults the options that there are, but for --runs, and what they are if not given
     * @throws IllegalArgumentException if there is no such option, or no calendar
     */
    public static Comparison of(String[] args, Map<String, String> defaults) {
        Comparison comparison = new Comparison(defaults);
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                comparison.calendars.add(args[i]);
            } else if (i + 1 < args.length && comparison.options.containsKey(args[i])) {
                comparison.options.put(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException(
                        args[i]
                                + ": there is "
                                + comparison.options.keySet()
                                + ", each with a value");
            }
        }
        if (comparison.calendars.isEmpty()) {
            throw new IllegalArgumentException(
                    "which calendar? A command that starts one is missing");
        }
        return comparison;
    }

    private String value(String option) {
        return Objects.requireNonNull(options.get(option), option);
    }

    /** An option's value: a number. */
    public double number(String option) {
        return Double.parseDouble(value(option));
    }

    /** An option's value: words with commas between. */
    public List<String> list(String option) {
        return List.of(value(option).split(",", -1));
    }

    /** An option's value: whole numbers with commas between. */
    public int[] numbers(String option) {
        return list(option).stream().mapToInt(Integer::parseInt).toArray();
    }

    /** The calendars' commands. */
    public List<String> calendars() {
        return calendars;
    }

    /** Measures each calendar in turn, as often as wanted; the results of each. */
    public <T> List<List<T>> measure(Measurement<T> measurement)
            throws IOException, InterruptedException {
        List<List<T>> results =
                Stream.generate(() -> (List<T>) new ArrayList<T>())
                        .limit(calendars.size())
                        .toList();
        int runs = Integer.parseInt(value(RUNS));
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < calendars.size(); i++) {
                results.get(i).add(measurement.of(calendars.get(i)));
            }
        }
        return results;
    }

    /**
     * Prints how many frames a second each calendar brings from guest to guest.
     *
     * @param what is measured: what each line begins with
     */
    public void printFrames(String what, Measurement<Double> framesPerSecond)
            throws IOException, InterruptedException {
        List<Spread> all =
                measure(framesPerSecond).stream()
                        .map(rates -> rates.stream().mapToDouble(Double::doubleValue).toArray())
                        .map(Spread::of)
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            Spread rates = all.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "%s  %8.0f frames/s (min %.0f, max %.0f)  x%.2f  %s%n",
                    what,
                    rates.median,
                    rates.least,
                    rates.most,
                    rates.median / all.get(0).median,
                    calendars.get(i));
        }
    }

    /** Median, least and most. */
    public record Spread(double median, double least, double most) {
        /** Of at least one number. */
        public static Spread of(double... numbers) {
            double[] sorted = numbers.clone();
            Arrays.sort(sorted);
            return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }
}
