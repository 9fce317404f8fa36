// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as one writes them. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "0.0, 0",
        "1ns, 1",
        "1us, 1000",
        "1ms, 1000000",
        "1s, 1000000000",
        "1.5s, 1500000000",
        "0.25us, 250",
        "0.0000000019s, 1",
        "007ms, 7000000",
        "4611686018427387904ns, 4611686018427387904",
        "4611686018.427387904s, 4611686018427387904",
    })
    void aNumberAndAUnit(String text, long nanos) throws UsageException {
        assertEquals(nanos, Durations.parse("free-run", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "1 s",
                "-1s",
                "+1s",
                ".5s",
                "1.s",
                "1m",
                "1h",
                "1S",
                "1e3s",
                "0x1s",
                "4611686018427387905ns",
                "99999999999999999999999s",
                "1s ",
                "1,5s",
                "infinite"
            })
    void anythingElseIsRefused(String text) {
        UsageException e =
                assertThrows(UsageException.class, () -> Durations.parse("free-run", text));
        assertEquals(
                "--free-run=" + text + ": must be a duration such as 1s, 250ms, 10us, 500ns or 0",
                e.getMessage());
    }
}
