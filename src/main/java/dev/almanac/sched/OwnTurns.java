// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.calendar.Calendar;

/**
 * When the calendar itself has something to do: a time, and which requests for that time come
 * before it, by the ticket that was drawn for it.
 */
final class OwnTurns {
    private boolean planned;
    private long time;
    private long rank;

    boolean isPlanned() {
        return planned;
    }

    long time() {
        return time;
    }

    /** Its place among the requests of its time. */
    long rank() {
        return rank;
    }

    /** Plans a turn, in place of the one that is planned. */
    void plan(long at, long ticket) {
        planned = true;
        time = at;
        rank = ticket;
    }

    /** It is done, or not needed any more. */
    void cancel() {
        planned = false;
    }

    /** Whether it comes before another one, were both planned. */
    boolean isBefore(OwnTurns other) {
        return time == other.time ? rank <= other.rank : before(time, other.time);
    }

    /** Whether it comes before the request of a slot; {@link Calendar#NOBODY} has none. */
    boolean isBefore(int slot, Calendar calendar) {
        if (!planned || slot == Calendar.NOBODY) {
            return planned;
        }
        long requested = calendar.time(slot);
        return requested == time ? rank <= calendar.ticket(slot) : before(time, requested);
    }
}
