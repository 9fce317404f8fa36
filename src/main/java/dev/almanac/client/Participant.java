// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.sys.LinuxSyscalls;

import org.jspecify.annotations.Nullable;

import java.util.function.LongConsumer;

/**
 * A participant of a simulation: does what it has planned, at the simulated times for which it has
 * planned it, while nobody else does anything.
 *
 * <pre>{@code
 * try (Participant clock = Participant.connect("/tmp/clock", 7)) {
 *     clock.every(60_000_000_000L, () -> System.out.println(clock.now()));
 *     clock.run();
 * }
 * }</pre>
 *
 * Times are nanoseconds, and the participant's own: they begin at 0 when the calendar lets it
 * start. While an action is done, time stands still.
 *
 * <p>Belongs to the thread that connected it: in another one its methods, but for {@link #close},
 * throw {@link WrongThreadException}; and {@link IllegalStateException} when it is closed. Every
 * wait for the calendar ends with a {@link CalendarException} that says why when the calendar goes,
 * when the thread is interrupted, or when another thread closes the participant.
 */
public final class Participant implements AutoCloseable {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Line line;
    private final Work work;
    private final Conversation calendar;
    private long midnight = UNKNOWN;

    private Participant(Line line, long id) {
        this.line = line;
        work = new Work(line, id);
        calendar = work.calendar;
    }

    /**
     * Connects to a calendar and asks to start; does not wait for that. Uses the calendar's shared
     * memory if it offers one, which saves messages.
     *
     * @param path of the calendar's socket
     * @param id names this participant, and orders those that start together; -1 for none
     * @throws CalendarGoneException if there is no calendar
     * @throws IllegalArgumentException if no socket can have that path
     */
    public static Participant connect(String path, long id) {
        return connect(path, id, true);
    }

    /**
     * Connects to a calendar and asks to start.
     *
     * @param path of the calendar's socket
     * @param id names this participant, and orders those that start together; -1 for none
     * @param shareMemory whether to use the calendar's shared memory, if it offers one
     * @throws CalendarGoneException if there is no calendar
     * @throws IllegalArgumentException if no socket can have that path
     */
    public static Participant connect(String path, long id, boolean shareMemory) {
        return over(SocketLine.to(new LinuxSyscalls(), path, shareMemory), id);
    }

    /**
     * A participant over a line that is there, and that it will close.
     *
     * @param id names this participant, and orders those that start together; -1 for none
     * @throws CalendarException if the line breaks
     */
    public static Participant over(Line line, long id) {
        try {
            return new Participant(line, id);
        } catch (CalendarException e) {
            line.close();
            throw e;
        }
    }

    /**
     * Waits until the calendar has let this participant start. Not needed: whatever needs it does
     * so by itself.
     */
    public void start() {
        work.start();
    }

    /** Whether times go through shared memory; known when it has started. */
    public boolean sharesTime() {
        return calendar.sharesTime();
    }

    /** The time; while others run, the time they have told, as far as it is known here. */
    public long now() {
        work.check();
        return calendar.now();
    }

    /** The time of day in nanoseconds since 1970 UTC, as the calendar has it. */
    public long timeOfDay() {
        work.start();
        if (midnight == UNKNOWN) {
            calendar.update();
            calendar.catchUp();
            long now = calendar.now();
            midnight = calendar.timeOfDay() - now;
        }
        return midnight + calendar.now();
    }

    /**
     * Plans an action.
     *
     * @param time not before {@link #now}
     * @throws TimeGoesBackException if that is over
     */
    public Appointment at(long time, Runnable action) {
        return work.plan(time, action, 0);
    }

    /**
     * Plans an action for a while from now.
     *
     * @param nanos 0 or more
     * @throws TimeGoesBackException if it is less
     */
    public Appointment after(long nanos, Runnable action) {
        return work.plan(work.caughtUp() + nanos, action, 0);
    }

    /**
     * Plans an action again and again, the first time when one period is over.
     *
     * @param period 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public Appointment every(long period, Runnable action) {
        if (period <= 0) {
            throw new IllegalArgumentException("a period of " + period + " ns; 1 is the shortest");
        }
        return work.plan(work.caughtUp() + period, action, period);
    }

    /**
     * Hears broadcasts from now on: while this participant waits for something. Whoever sent one
     * waits until the listener has returned.
     *
     * @param listener gets the bits of each broadcast of another participant; null to hear none
     */
    public void onBroadcast(@Nullable LongConsumer listener) {
        work.listen(listener);
    }

    /**
     * Sends 64 bits to every other participant, and waits until all have heard them. Those who plan
     * something on hearing it come before this one at the same time.
     *
     * @throws IllegalStateException if not everybody has heard the last one yet
     */
    public void broadcast(long bits) {
        update();
        calendar.broadcast(bits);
    }

    /**
     * Lets everybody know this participant's time: due before it does something to another one,
     * other than by {@link #broadcast}, so that what that one then asks for is not late.
     */
    public void update() {
        work.start();
        calendar.update();
    }

    /**
     * Does what is planned until there is nothing left to do, that is, nothing is planned and no
     * broadcasts are listened to; or until the participant is closed. What an action throws comes
     * out here; the rest of the plan stays.
     *
     * @throws IllegalStateException in an action, which cannot wait for a time
     */
    public void run() {
        work.run();
    }

    /**
     * Does what is planned up to a time, that included, and returns then; or earlier, if the
     * participant is closed.
     *
     * @param time not before {@link #now}; 2<sup>63</sup> - 1 is for ever
     * @throws TimeGoesBackException if that is over
     * @throws IllegalStateException in an action, which cannot wait for a time
     */
    public void runUntil(long time) {
        work.runUntil(time);
    }

    /**
     * Does what is planned for a while; like {@link #runUntil}.
     *
     * @param nanos 0 or more
     * @throws TimeGoesBackException if it is less
     */
    public void runFor(long nanos) {
        work.start();
        work.runUntil(work.caughtUp() + nanos);
    }

    /**
     * Leaves the simulation, at this participant's time if it runs. Does nothing the second time.
     * In another thread: the wait for the calendar that the participant is in, or its next one,
     * throws {@link CalendarGoneException}; it is for its own thread to close it then.
     */
    @Override
    public void close() {
        if (!work.isOwned()) {
            line.cut();
        } else if (!calendar.isLeft()) {
            calendar.leave();
            line.close();
        }
    }

    /** Whether it has left; any thread may ask how that was not much ago. */
    public boolean isClosed() {
        return calendar.isLeft();
    }
}
