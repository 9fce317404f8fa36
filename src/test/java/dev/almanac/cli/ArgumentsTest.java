// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A command line as getopt_long(3) reads it. */
class ArgumentsTest {
    private static final Option TIME = Option.value("time", 't', "SOCKET", "");
    private static final Option TIME_AT_START = Option.value("time-at-start", "NS", "");
    private static final Option CLIENTS = Option.value("clients", 'c', "N", "");
    private static final Option STRICT = Option.flag("strict", "");
    private static final List<Option> TABLE = List.of(TIME, TIME_AT_START, CLIENTS, STRICT);

    private static Arguments parse(String line) throws UsageException {
        return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), TABLE);
    }

    private static String complaint(String line) {
        return String.valueOf(assertThrows(UsageException.class, () -> parse(line)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--time=a/b",
                "--time a/b",
                "-ta/b",
                "-t a/b",
                "--strict -t a/b --clients 2"
            })
    void aValueInAllSpellings(String line) throws UsageException {
        assertEquals("a/b", parse(line).value(TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--clients=5", "--client=5", "--c=5", "--cli 5", "-c5", "-c 5"})
    void anyBeginningOfANameThatFitsOnlyOne(String line) throws UsageException {
        assertEquals(5, parse(line).number(CLIENTS, 0, 0, 10));
    }

    /** A whole name counts, though it is the beginning of another one. */
    @Test
    void aWholeNameIsNotAmbiguous() throws UsageException {
        assertEquals("x", parse("--time=x").value(TIME));
        assertNull(parse("--time=x").value(TIME_AT_START));
        assertEquals("7", parse("--time-=7").value(TIME_AT_START));
    }

    @ParameterizedTest
    @CsvSource({
        "--tim=x, --tim may mean --time or --time-at-start; write more of it",
        "--t x, --t may mean --time or --time-at-start; write more of it",
        "--nope, unknown option --nope; see --help",
        "--nope=3, unknown option --nope; see --help",
        "--strictly, unknown option --strictly; see --help",
        "-x, unknown option -x; see --help",
        "-s, unknown option -s; see --help",
        "--time, 'a value is missing: --time=SOCKET, -tSOCKET; see --help'",
        "-t, 'a value is missing: --time=SOCKET, -tSOCKET; see --help'",
        "--strict=yes, --strict takes no value",
        "--strict yes, unexpected argument 'yes'; see --help",
        "file, unexpected argument 'file'; see --help",
        "-, unexpected argument '-'; see --help",
    })
    void whatDoesNotFitIsSaid(String line, String complaint) {
        assertEquals(complaint, complaint(line));
    }

    @Test
    void theLastCounts() throws UsageException {
        Arguments arguments = parse("--clients=1 -c2 --clients 3");
        assertEquals(3, arguments.number(CLIENTS, 0, 0, 10));
    }

    @Test
    void aFlagIsThereOrNot() throws UsageException {
        assertTrue(parse("--strict").has(STRICT));
        assertTrue(parse("--str").has(STRICT));
        assertFalse(parse("-t x").has(STRICT));
    }

    @Test
    void valuesMayLookLikeOptionsAndContainAnything() throws UsageException {
        assertEquals("--strict", parse("-t --strict").value(TIME));
        assertEquals("a=b", parse("--time=a=b").value(TIME));
        assertEquals("=b", parse("-t=b").value(TIME));
        assertEquals("", parse("--time=").value(TIME));
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "0x1f, 31", "010, 8", "+5, 5", "-3, -3", "0, 0"})
    void numbersAsInC(String text, long expected) throws UsageException {
        assertEquals(expected, parse("-c" + text).number(CLIENTS, 99, -5, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "-6", "", "x", "1x", "08", "1.5", "99999999999999999999", "1e3"})
    void whatIsNoNumberInRangeIsSaid(String text) throws UsageException {
        Arguments arguments = parse("--clients=" + text);
        UsageException e =
                assertThrows(UsageException.class, () -> arguments.number(CLIENTS, 99, -5, 100));
        assertEquals(
                "--clients=" + text + ": must be a whole number from -5 to 100", e.getMessage());
    }

    @Test
    void withoutAnOptionItsDefaultCounts() throws UsageException {
        Arguments none = parse("");
        assertEquals(99, none.number(CLIENTS, 99, 0, 10));
        assertEquals(77, none.duration(TIME_AT_START, 77));
        assertNull(none.value(TIME));
    }
}
