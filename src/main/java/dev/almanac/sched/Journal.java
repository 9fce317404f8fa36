// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;

/**
 * Sees what happens, when it happens. Called in the conductor's thread; must neither block nor
 * change anything of the simulation. Message times are as they travel. Each method does nothing
 * unless overridden.
 */
public interface Journal {
    /** The calendar's time is now that, in nanoseconds; all that follows happens then. */
    default void timeIs(long now) {}

    /** The calendar waits until so many participants have asked to start. */
    default void gathering(int expected) {}

    /** They have. */
    default void gathered(int expected) {}

    /** Somebody connected. */
    default void connected(Session session) {}

    /** A participant that still has its old name told an ID. */
    default void named(Session session, long id) {}

    /** A message came. */
    default void received(Session session, int op, int seq, long time) {}

    /** A message goes out. */
    default void sent(Session session, int op, int seq, long time) {}

    /** A participant starts. */
    default void started(Session session) {}

    /**
     * A participant gets the floor at a time that it asked for.
     *
     * @param horizon how far it may go by itself
     */
    default void granted(Session session, long horizon) {}

    /** A participant gave the floor back, and told its time if it shares it. */
    default void waits(Session session) {}

    /** So many grants were given at this instant, the last to that participant. */
    default void storm(Session session, long grants) {}

    /**
     * A participant broke a rule, and will be removed.
     *
     * @param subject what it broke it with, to be read before {@link Violation#what}
     */
    default void violated(Session session, Violation violation, String subject) {}

    /** The connection of a participant failed, for that reason; it will be removed. */
    default void lost(Session session, String why) {}

    /** Somebody wrote into the head of the shared memory, where nobody may; it was put right. */
    default void tampered() {}

    /** A participant has to go because somebody who steers the simulation said so. */
    default void dismissed(Session session) {}

    /** A participant is gone; its state is still the last that it had. */
    default void removed(Session session) {}

    /** The next turn is about to be given, to the earliest of the requests. */
    default void choosing(Calendar calendar, Roster roster) {}

    /** Nobody has a request, so nothing can ever happen again. */
    default void stuck(Roster roster) {}
}
