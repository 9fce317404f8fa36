// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;

/** What is known of one participant. */
class SessionTest {
    private final Session session = new Session(7, 4711, 3);

    @Test
    void isNamedByItsOrdinalUntilItTellsAnId() {
        assertEquals("unnamed-3 (pid 4711)", session.toString());
        session.named(0xabc);
        assertEquals("id:abc (pid 4711)", session.toString());
        assertEquals("id:1", named(new Session(0, 0, 1), 1).toString());
        assertEquals("id:8000000000000000", named(new Session(0, 0, 1), Long.MIN_VALUE).name());
    }

    @Test
    void noIdCountsAsZeroInTheOrderOfStarting() {
        assertEquals(Session.NO_ID, session.id());
        assertEquals(0, session.startOrder());
        assertEquals(5, named(session, 5).startOrder());
    }

    @Test
    void itsOwnClockBeginsAtZero() {
        session.started(1, 1_000);
        assertEquals(0, session.toOwn(1_000));
        assertEquals(1_250, session.toCalendar(250));
        assertEquals(250, session.toOwn(1_250));
    }

    @Test
    void sharingTimeItKeepsToTheCalendarsClock() {
        session.started(1, 1_000);
        session.sharingIs(true);
        assertEquals(1_000, session.toOwn(1_000));
        assertEquals(250, session.toCalendar(250));
        assertEquals(1_000, session.offset());
    }

    /**
     * A participant that sleeps for ever asks for 2^63 - 1; its offset takes that past the sign.
     */
    @Test
    void timesWrap() {
        session.started(1, 10);
        assertEquals(Long.MIN_VALUE + 9, session.toCalendar(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, session.toOwn(Long.MIN_VALUE + 9));
    }

    @Test
    void aBroadcastEndsWithTheLastAnswer() {
        assertFalse(session.isBroadcasting());
        session.broadcasts(9, 2);
        assertTrue(session.isBroadcasting());
        assertFalse(session.broadcastAnswered());
        assertTrue(session.broadcastAnswered());
        assertFalse(session.isBroadcasting());
        assertEquals(9, session.broadcastSeq());
    }

    @Test
    void describesMessagesForPeople() {
        assertEquals("WAIT (seq 4294967295, time -1)", Session.describe(Op.WAIT, -1, -1));
        assertEquals("operation 10 (seq 0, time 5)", Session.describe(10, 0, 5));
        assertEquals("operation 4294967295 (seq 1, time 0)", Session.describe(-1, 1, 0));
    }

    private static Session named(Session session, long id) {
        session.named(id);
        return session;
    }
}
