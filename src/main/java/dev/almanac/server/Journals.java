// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

/** Two journals as one. */
record Journals(Journal first, Journal second) implements Journal {
    @Override
    public boolean wantsDetails() {
        return first.wantsDetails() || second.wantsDetails();
    }

    @Override
    public void timeIs(long now) {
        first.timeIs(now);
        second.timeIs(now);
    }

    @Override
    public void gathering(int expected) {
        first.gathering(expected);
        second.gathering(expected);
    }

    @Override
    public void gathered(int expected) {
        first.gathered(expected);
        second.gathered(expected);
    }

    @Override
    public void connected(Session session) {
        first.connected(session);
        second.connected(session);
    }

    @Override
    public void named(Session session, long id) {
        first.named(session, id);
        second.named(session, id);
    }

    @Override
    public void received(Session session, int op, int seq, long time) {
        first.received(session, op, seq, time);
        second.received(session, op, seq, time);
    }

    @Override
    public void sent(Session session, int op, int seq, long time) {
        first.sent(session, op, seq, time);
        second.sent(session, op, seq, time);
    }

    @Override
    public void started(Session session) {
        first.started(session);
        second.started(session);
    }

    @Override
    public void granted(Session session, long horizon) {
        first.granted(session, horizon);
        second.granted(session, horizon);
    }

    @Override
    public void waits(Session session) {
        first.waits(session);
        second.waits(session);
    }

    @Override
    public void storm(Session session, long count) {
        first.storm(session, count);
        second.storm(session, count);
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        first.violated(session, violation, subject);
        second.violated(session, violation, subject);
    }

    @Override
    public void lost(Session session, String why) {
        first.lost(session, why);
        second.lost(session, why);
    }

    @Override
    public void tampered() {
        first.tampered();
        second.tampered();
    }

    @Override
    public void dismissed(Session session) {
        first.dismissed(session);
        second.dismissed(session);
    }

    @Override
    public void removed(Session session) {
        first.removed(session);
        second.removed(session);
    }

    @Override
    public void choosing(Calendar calendar, Roster roster) {
        first.choosing(calendar, roster);
        second.choosing(calendar, roster);
    }

    @Override
    public void stuck(Roster roster) {
        first.stuck(roster);
        second.stuck(roster);
    }
}
