// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxesTest {
    private final Mailboxes mailboxes = new Mailboxes();

    @BeforeEach
    void open() {
        mailboxes.admit(5);
    }

    @Test
    void deliversEachEntryOnce() {
        assertEquals(Mailboxes.NOTHING_NEW, mailboxes.receive(5));
        for (long time = -3; time < 3; time++) {
            mailboxes.post(5, time);
            assertEquals(Mailboxes.REQUEST, mailboxes.receive(5));
            assertEquals(time, mailboxes.time());
            assertEquals(Mailboxes.NOTHING_NEW, mailboxes.receive(5));
        }
        mailboxes.withdraw(5);
        assertEquals(Mailboxes.WITHDRAWAL, mailboxes.receive(5));
        assertEquals(Mailboxes.NOTHING_NEW, mailboxes.receive(5));
    }

    @Test
    void deliversTheLastOfSeveral() {
        mailboxes.post(5, 1);
        mailboxes.withdraw(5);
        mailboxes.withdraw(5);
        mailboxes.post(5, 2);
        mailboxes.post(5, 3);
        assertEquals(Mailboxes.REQUEST, mailboxes.receive(5));
        assertEquals(3, mailboxes.time());
        mailboxes.post(5, 4);
        mailboxes.withdraw(5);
        assertEquals(Mailboxes.WITHDRAWAL, mailboxes.receive(5));
    }

    @Test
    void keepsTheSlotsApart() {
        mailboxes.admit(200);
        for (int slot = 0; slot < 64; slot++) {
            mailboxes.post(slot, slot * 3L);
        }
        mailboxes.post(200, 7);
        mailboxes.admit(6); // same chunk: must not replace it
        for (int slot = 63; slot >= 0; slot--) {
            assertEquals(Mailboxes.REQUEST, mailboxes.receive(slot));
            assertEquals(slot * 3L, mailboxes.time());
        }
        assertEquals(Mailboxes.REQUEST, mailboxes.receive(200));
        assertEquals(7, mailboxes.time());
    }
}
