// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static dev.almanac.calendar.Calendar.MAX_SLOTS;
import static dev.almanac.calendar.Calendar.NOBODY;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

class CalendarTest {
    private final Calendar calendar = new Calendar();

    private void open(int... slots) {
        for (int slot : slots) {
            calendar.open(slot);
        }
    }

    @Test
    void isEmptyAtFirst() {
        open(3);
        assertFalse(calendar.drain());
        assertEquals(NOBODY, calendar.earliest());
        assertEquals(NOBODY, calendar.earliestBut(3));
        assertEquals(0, calendar.size());
        assertFalse(calendar.pending(3));
        assertFalse(calendar.pending(MAX_SLOTS - 1));
    }

    @Test
    void showsRequestsAfterTheDrainOnly() {
        open(1);
        calendar.post(1, 10);
        assertFalse(calendar.pending(1));
        assertTrue(calendar.drain());
        assertTrue(calendar.pending(1));
        assertEquals(10, calendar.time(1));
        assertFalse(calendar.drain());
    }

    @Test
    void runsTheFirstToAskFirst() {
        open(1, 2, 3);
        calendar.post(2, 10);
        calendar.drain();
        calendar.post(1, 10);
        calendar.post(3, 10);
        calendar.drain();
        assertEquals(2, calendar.earliest());
        assertEquals(1, calendar.earliestBut(2));
        calendar.take(2);
        calendar.take(1);
        assertEquals(3, calendar.earliest());
    }

    @Test
    void sendsWhoAsksAgainToTheEndOfTheSameTime() {
        open(1, 2);
        calendar.post(1, 10);
        calendar.post(2, 10);
        calendar.drain();
        calendar.post(1, 10);
        assertTrue(calendar.drain());
        assertEquals(2, calendar.earliest());
    }

    @Test
    void drainsOneSlotAtATime() {
        open(1, 2, 3);
        assertFalse(calendar.hasPosts());
        calendar.post(1, 10);
        calendar.post(2, 10);
        assertTrue(calendar.hasPosts());
        calendar.drain(2);
        calendar.drain(3);
        assertEquals(2, calendar.earliest());
        assertFalse(calendar.pending(1));
        assertTrue(calendar.drain());
        assertFalse(calendar.hasPosts());
        assertEquals(2, calendar.earliest());
        calendar.withdraw(2);
        calendar.drain(2);
        assertEquals(1, calendar.earliest());
    }

    @Test
    void leavesASlotThatIsDrainedAloneInItsPlace() {
        open(1, 2);
        calendar.post(1, 10);
        calendar.post(2, 10);
        calendar.drain();
        calendar.post(1, 20);
        calendar.post(1, 10);
        calendar.drain(1);
        assertEquals(1, calendar.earliest());
    }

    @Test
    void numbersRequestsInTheOrderOfAsking() {
        open(1, 2);
        calendar.post(2, 10);
        calendar.drain();
        long between = calendar.drawTicket();
        calendar.post(1, 10);
        calendar.drain();
        assertTrue(calendar.ticket(2) < between);
        assertTrue(between < calendar.ticket(1));
        calendar.post(2, 10);
        calendar.drain();
        assertTrue(calendar.ticket(2) > calendar.ticket(1));
    }

    @Test
    void keepsTheLastRequestOnly() {
        open(1);
        calendar.post(1, 10);
        calendar.post(1, 30);
        calendar.post(1, 20);
        calendar.drain();
        assertEquals(20, calendar.time(1));
        assertEquals(1, calendar.size());
        calendar.take(1);
        assertFalse(calendar.drain());
        assertEquals(NOBODY, calendar.earliest());
    }

    @Test
    void forgetsWhatWasWithdrawn() {
        open(1, 2);
        calendar.post(1, 10);
        calendar.drain();
        calendar.withdraw(1);
        calendar.post(2, 10);
        calendar.withdraw(2);
        assertTrue(calendar.drain());
        assertEquals(NOBODY, calendar.earliest());
        calendar.withdraw(1);
        assertFalse(calendar.drain(), "there was nothing to withdraw");
    }

    @Test
    void tellsTheHorizonBeforeAndAfterTheTake() {
        open(1, 2, 3);
        calendar.post(1, 10);
        calendar.post(2, 20);
        calendar.post(3, 30);
        calendar.drain();
        assertEquals(2, calendar.earliestBut(1));
        calendar.take(1);
        assertEquals(2, calendar.earliestBut(1));
        assertEquals(3, calendar.earliestBut(2));
        assertEquals(2, calendar.earliest());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, -1, Long.MIN_VALUE, 1234567})
    void comparesAcrossTheWrap(long time) {
        assertTrue(Calendar.before(time, time + 1));
        assertTrue(Calendar.before(time, time + Long.MAX_VALUE));
        assertFalse(Calendar.before(time, time));
        assertFalse(Calendar.before(time, time - 1));
        open(1, 2);
        calendar.post(1, time + 1);
        calendar.post(2, time);
        calendar.drain();
        assertEquals(2, calendar.earliest());
    }

    @Test
    void opensTheFirstAndTheLastSlotInAnyOrder() {
        open(MAX_SLOTS - 1, 0, MAX_SLOTS - 1);
        calendar.post(MAX_SLOTS - 1, 5);
        calendar.post(0, 6);
        calendar.drain();
        assertEquals(MAX_SLOTS - 1, calendar.earliest());
        assertEquals(0, calendar.earliestBut(MAX_SLOTS - 1));
    }

    @Test
    void refusesSlotsThatAreNotThere() {
        assertThrows(IndexOutOfBoundsException.class, () -> calendar.open(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> calendar.open(MAX_SLOTS));
        assertThrows(IllegalStateException.class, () -> calendar.post(70, 1));
        assertThrows(IllegalStateException.class, () -> calendar.withdraw(70));
        assertThrows(IndexOutOfBoundsException.class, () -> calendar.post(MAX_SLOTS, 1));
    }

    @Test
    void noticesASecondConductor() {
        open(1);
        calendar.drain();
        var elsewhere = CompletableFuture.runAsync(calendar::drain);
        var thrown = assertThrows(CompletionException.class, elsewhere::join);
        assertInstanceOf(AssertionError.class, thrown.getCause());
    }
}
