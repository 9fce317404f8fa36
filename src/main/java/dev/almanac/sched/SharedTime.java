// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/**
 * The times that participants share through memory, as the conductor sees them. Times are the
 * calendar's, in nanoseconds; slots are those of the calendar, 0 is the calendar itself.
 *
 * <p>Without shared memory ({@link #NONE}) nobody shares time and nothing is ever requested there.
 */
public interface SharedTime {
    /** No memory is shared. */
    SharedTime NONE = new NoSharedTime();

    /** What a participant is told about its slot: the slot, or 0 where there is no memory. */
    int announced(int slot);

    /**
     * Gives a slot to a participant that starts, and puts right what of the memory never changes.
     *
     * @return whether that was as it should be
     */
    boolean enter(int slot, long id);

    /** Takes a slot back. */
    void leave(int slot);

    /** Says that a slot's participant runs from now on, and how far; before it is told to. */
    void run(int slot, long now, long horizon);

    /** Says that the calendar itself runs. */
    void calendarRuns();

    /** Tells the time on behalf of a running participant that cannot. */
    void currentTime(long now);

    /** What whoever runs, or ran last, wrote about the time. */
    long currentTime();

    /** Makes sure that whoever runs stops at that time, at the latest. */
    void lowerHorizon(long time);

    /** Whether a slot's participant shares time. */
    boolean sharesTime(int slot);

    /** Whether a slot holds a request. */
    boolean isRequested(int slot);

    /** The time of a slot's request. */
    long requestTime(int slot);

    /**
     * Finds a request that the calendar does not have yet. After each WAIT all slots are looked at,
     * and mostly one has changed: so this costs two nanoseconds a slot, and is sure only of what
     * was written before that WAIT was sent; what is written meanwhile may be found half.
     *
     * @param from the first slot to look at
     * @param end one past the last
     * @param known the requests that the calendar has
     * @return the first slot with such a request, whether or not it is somebody's; {@code end} if
     *     there is none
     */
    int nextNew(int from, int end, TakenOver known);

    /** Enters a request that came by message. */
    void request(int slot, long time);

    /** Removes the request of a participant that cannot do so. */
    void clearRequest(int slot);
}
