// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.calendar.Calendar;

/**
 * Something that a participant has planned: an action and when it is due. One that is over or was
 * cancelled can be planned again, and to do so allocates nothing.
 *
 * <p>Belongs to the participant's thread.
 */
public final class Appointment {
    final Runnable action;

    /** Between one occurrence and the next; 0 for one that happens once. */
    final long period;

    /** When it is due, while it is planned. */
    long time;

    /** Its place in the agenda; {@link Calendar#NOBODY} while it is not planned. */
    int slot = Calendar.NOBODY;

    private final Work work;

    Appointment(Work work, Runnable action, long period) {
        this.work = work;
        this.action = action;
        this.period = period;
    }

    /**
     * Plans it for a time, in place of the one it had; behind everything that is planned for then.
     *
     * @param time in nanoseconds of the participant's time, not before its {@link Participant#now}
     * @throws TimeGoesBackException if that is over
     * @throws WrongThreadException in another thread than the participant's
     */
    public void moveTo(long time) {
        work.plan(this, time);
    }

    /**
     * Takes it out of the plan; does nothing if it is not in it.
     *
     * @throws WrongThreadException in another thread than the participant's
     */
    public void cancel() {
        work.cancel(this);
    }

    /** Whether it is still to come. Any thread may ask for the state not much ago. */
    public boolean isPlanned() {
        return slot != Calendar.NOBODY;
    }
}
