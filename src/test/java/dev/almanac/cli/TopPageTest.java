// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Rates and orders on the pages of {@code almanac top}. */
class TopPageTest {
    private static final long SECOND = 1_000_000_000;

    private static final Snapshot BEFORE =
            snapshot(
                    2 * SECOND,
                    SECOND,
                    1_000,
                    participant(1, "id:1", 5L, 100, SECOND, 400),
                    participant(2, "id:2", 7L, 200, 0, 400));

    /** Half a second later: id:2 had the floor for most of it, id:1 was given it more often. */
    private static final Snapshot NOW =
            snapshot(
                    2 * SECOND + SECOND / 2,
                    6 * SECOND,
                    3_000,
                    participant(1, "id:1", null, 1_100, SECOND + SECOND / 20, 4_400),
                    participant(2, "id:2", 9L, 700, SECOND / 4, 1_400),
                    participant(3, "id:3", 8L, 0, 0, 2));

    private static Snapshot snapshot(
            long real, long simulated, long grants, Snapshot.Participant... participants) {
        return new Snapshot(
                "running", real, simulated, grants, "id:1", 0, List.of(participants), null);
    }

    private static Snapshot.Participant participant(
            int number, String name, @Nullable Long request, long runs, long held, long messages) {
        return new Snapshot.Participant(number, name, 0, "waiting", request, runs, held, messages);
    }

    private static List<String> lines(TopOrder order, Snapshot before) {
        return new TopPage("/x", order)
                .lines(before, NOW).stream().map(line -> line.replaceAll(" +", " ")).toList();
    }

    @Test
    void ratesAreThoseBetweenTwoLooks() {
        assertEquals(
                List.of(
                        "almanac top /x: running, id:1 has the floor",
                        "simulated 6.000000000 s in 2.5 s of real time; 10 times as fast, 4,000"
                                + " grants/s",
                        "",
                        "participant pid state share runs/s messages/s asks for runs",
                        "id:2 - waiting 50.0% 1,000 2,000 0.000000009 s 700",
                        "id:1 - waiting 10.0% 2,000 8,000 - 1,100",
                        "id:3 - waiting 0.0% 0 4 0.000000008 s 0"),
                lines(TopOrder.SHARE, BEFORE));
    }

    @Test
    void withoutAnEarlierLookTheyAreThoseSinceTheBegin() {
        List<String> lines = lines(TopOrder.SHARE, Snapshot.NOTHING);
        assertEquals(
                "simulated 6.000000000 s in 2.5 s of real time; 2.40 times as fast, 1,200 grants/s"
                        + " since the begin",
                lines.get(1));
        assertEquals("id:1 - waiting 42.0% 440 1,760 - 1,100", lines.get(4));
    }

    @Test
    void twoOfTheSameNameAreTwo() {
        Snapshot was =
                snapshot(
                        SECOND,
                        0,
                        0,
                        participant(1, "id:1", 1L, 10, 0, 0),
                        participant(2, "id:1", 1L, 100, 0, 0));
        Snapshot is =
                snapshot(
                        2 * SECOND,
                        0,
                        0,
                        participant(1, "id:1", 1L, 20, 0, 0),
                        participant(2, "id:1", 1L, 130, 0, 0));
        List<String> lines = new TopPage("/x", TopOrder.RUNS).lines(was, is);
        assertEquals(
                List.of("30", "10"),
                lines.subList(4, 6).stream().map(line -> line.split(" +", -1)[4]).toList());
    }

    @ParameterizedTest
    @CsvSource({"share, 2 1 3", "name, 1 2 3", "runs, 1 2 3", "messages, 1 2 3", "request, 3 2 1"})
    void sortedByAnyColumn(String order, String ids) throws UsageException {
        StringBuilder sorted = new StringBuilder();
        for (String line : lines(TopOrder.of(order), BEFORE).subList(4, 7)) {
            sorted.append(sorted.isEmpty() ? "" : " ").append(line.charAt(3));
        }
        assertEquals(ids, sorted.toString());
    }
}
