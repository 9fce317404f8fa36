// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state with every operation: which rule it breaks there, - for none. */
class StateTest {
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    op | name       | CONNECTED      | ASKED_TO_START | RUNNING        | WAITING        | GONE
                     0 | ACK        | NOT_STARTED    | IMPATIENT      | -              | -              | NOT_STARTED
                     1 | START      | -              | STARTED_TWICE  | STARTED_TWICE  | STARTED_TWICE  | STARTED_TWICE
                     2 | REQUEST    | NOT_STARTED    | IMPATIENT      | -              | -              | NOT_STARTED
                     3 | WAIT       | NOT_STARTED    | IMPATIENT      | -              | NOT_RUNNING    | NOT_STARTED
                     4 | GET        | NOT_STARTED    | IMPATIENT      | -              | -              | NOT_STARTED
                     5 | UPDATE     | NOT_STARTED    | IMPATIENT      | -              | NOT_RUNNING    | NOT_STARTED
                     6 | RUN        | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD
                     7 | FREE_UNTIL | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD | CALENDARS_WORD
                     8 | GET_TOD    | NOT_STARTED    | IMPATIENT      | -              | -              | NOT_STARTED
                     9 | BROADCAST  | NOT_STARTED    | IMPATIENT      | -              | -              | NOT_STARTED
                    """)
    void everyOperationInEveryState(
            int op,
            String name,
            String connected,
            String asked,
            String running,
            String waiting,
            String gone) {
        assertRule(connected, State.CONNECTED, op);
        assertRule(asked, State.ASKED_TO_START, op);
        assertRule(running, State.RUNNING, op);
        assertRule(waiting, State.WAITING, op);
        assertRule(gone, State.GONE, op);
    }

    private static void assertRule(String expected, State state, int op) {
        Violation violation = state.violationOf(op);
        assertEquals(expected, violation == null ? "-" : violation.name(), state.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 0x1_0001, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anythingElseIsUnknownInEveryState(int op) {
        for (State state : State.values()) {
            assertSame(Violation.UNKNOWN_OPERATION, state.violationOf(op), state.name());
        }
    }

    @Test
    void takesPartFromTheAnswerToItsStartToItsEnd() {
        for (State state : State.values()) {
            boolean expected = state == State.RUNNING || state == State.WAITING;
            assertEquals(expected, state.isStarted(), state.name());
        }
    }
}
