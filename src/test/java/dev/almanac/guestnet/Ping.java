// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One answer that {@code busybox ping} got.
 *
 * @param from the address that answered
 * @param sequence the number of the question, from 0
 * @param millis how long it took by the guest's clock, in thousandths
 */
record Ping(String from, int sequence, double millis) {
    private static final Pattern ANSWER =
            Pattern.compile("bytes from ([0-9.]+): seq=(\\d+) ttl=\\d+ time=([0-9.]+) ms");

    private static final Pattern TOTAL =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) packets received");

    /** The last line but one of a series. */
    record Total(int sent, int received) {}

    /** All answers on a console, in their order. */
    static List<Ping> answers(String console) {
        return ANSWER.matcher(console).results().map(Ping::of).toList();
    }

    /** What all the series on a console came to, in their order. */
    static List<Total> totals(String console) {
        return TOTAL.matcher(console)
                .results()
                .map(
                        total ->
                                new Total(
                                        Integer.parseInt(total.group(1)),
                                        Integer.parseInt(total.group(2))))
                .toList();
    }

    private static Ping of(MatchResult answer) {
        return new Ping(
                answer.group(1),
                Integer.parseInt(answer.group(2)),
                Double.parseDouble(answer.group(3)));
    }
}
