// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/** Who runs first when a BROADCAST makes several ask for the same time. */
@Timeout(60)
class BroadcastOrderTest {
    @TempDir private Path directory;

    /** Who hears it asks before its sender does, and so runs before it. */
    @ParameterizedTest
    @EnumSource
    void hearersComeFirst(Way way) throws Exception {
        assertEquals(
                Hearing.HEARERS_FIRST, order(new Company(way, directory, Hearing.PARTICIPANTS)));
    }

    /** As {@link ReferenceIT} finds it with usfstl's controller. */
    @ParameterizedTest
    @EnumSource
    void withoutABoundItIsAsInTheReference(Way way) throws Exception {
        assertEquals(
                way == Way.MESSAGES ? Hearing.HEARERS_FIRST : Hearing.ALL_IN_ORDER,
                order(new Company(way, directory, Hearing.PARTICIPANTS, 0)));
    }

    private static List<Integer> order(Company company) throws Exception {
        Hearing hearing = new Hearing();
        try (company) {
            for (int id = 1; id <= Hearing.PARTICIPANTS; id++) {
                int number = id;
                company.participant(id, one -> hearing.live(one, number));
            }
            company.awaitEnd();
        }
        return hearing.order();
    }
}
