// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who is first at the same time: in order, or by chance. */
class TicketsTest {
    private static final int SLOTS = 4;

    @Test
    void inOrderTheyCount() {
        Tickets tickets = Tickets.inOrder();
        for (long ticket = 0; ticket < 100; ticket += 2) {
            assertEquals(ticket, tickets.draw());
            assertEquals(ticket + 1, tickets.drawInOrder());
        }
    }

    @Test
    void shuffledTheyDifferAndTheirDifferenceNeverOverflows() {
        Tickets tickets = Tickets.shuffled(-1);
        Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long ticket = tickets.draw();
            assertTrue(ticket >= 0 && ticket < 1L << 62, "ticket " + ticket);
            assertTrue(drawn.add(ticket), "ticket " + ticket);
        }
    }

    @Test
    void whatIsDrawnInOrderComesBeforeAllThatChanceOrders() {
        Tickets tickets = Tickets.shuffled(3);
        for (int i = 0; i < 1_000; i++) {
            long own = tickets.drawInOrder();
            assertTrue(own < tickets.draw());
            assertTrue(own < tickets.drawInOrder());
        }
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        for (long seed = -5; seed < 5; seed++) {
            assertEquals(order(Calendar.shufflingTies(seed)), order(Calendar.shufflingTies(seed)));
        }
        assertNotEquals(order(Calendar.shufflingTies(1)), order(Calendar.shufflingTies(2)));
    }

    @Test
    void unlessAskedToShuffleWhoAskedFirstIsFirst() {
        assertEquals(List.of(0, 1, 2, 3), order(new Calendar()).subList(0, SLOTS));
    }

    /** All 24 orders of four come, and each about as often as the others. */
    @Test
    void everyOrderComesAsOften() {
        int rounds = 24_000;
        List<Integer> counts = new ArrayList<>();
        List<List<Integer>> orders = new ArrayList<>();
        Calendar calendar = calendar(Calendar.shufflingTies(7));
        for (int round = 0; round < rounds; round++) {
            List<Integer> order = round(calendar, round);
            int known = orders.indexOf(order);
            if (known < 0) {
                orders.add(order);
                counts.add(1);
            } else {
                counts.set(known, counts.get(known) + 1);
            }
        }
        assertEquals(24, orders.size());
        // 1000 each, with a standard deviation of 31.
        for (int count : counts) {
            assertTrue(count > 800 && count < 1_200, counts.toString());
        }
    }

    @Test
    void anEarlierTimeIsFirstWhateverChanceSays() {
        Calendar calendar = calendar(Calendar.shufflingTies(11));
        for (int round = 0; round < 100; round++) {
            calendar.post(0, 10L * round + 1);
            calendar.post(1, 10L * round);
            calendar.drain();
            assertEquals(1, calendar.earliest());
            calendar.take(1);
            assertEquals(0, calendar.earliest());
            calendar.take(0);
        }
    }

    private static Calendar calendar(Calendar calendar) {
        for (int slot = 0; slot < SLOTS; slot++) {
            calendar.open(slot);
        }
        return calendar;
    }

    /** In which order slots run that ask for the same times again and again. */
    private static List<Integer> order(Calendar calendar) {
        calendar(calendar);
        List<Integer> order = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            order.addAll(round(calendar, round));
        }
        return order;
    }

    private static List<Integer> round(Calendar calendar, long time) {
        for (int slot = 0; slot < SLOTS; slot++) {
            calendar.post(slot, time);
        }
        calendar.drain();
        List<Integer> order = new ArrayList<>();
        while (calendar.size() > 0) {
            int slot = calendar.earliest();
            order.add(slot);
            calendar.take(slot);
        }
        return order;
    }
}
