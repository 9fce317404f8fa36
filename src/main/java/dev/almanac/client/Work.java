// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * What a participant does, and when: each action that it has planned at its time, for which it asks
 * the calendar; and whatever a broadcast makes it do.
 *
 * <p>Belongs to the thread that made it, and says so to others.
 */
final class Work implements Matter {
    /** With the calendar. */
    final Conversation calendar;

    private final Thread owner = Thread.currentThread();
    private final Agenda agenda = new Agenda();
    private final Appointment arrival = new Appointment(this, this::arrive, 0);
    private @Nullable LongConsumer listener;
    private boolean acting;
    private boolean arrived;

    /** Asks to start. */
    Work(Line line, long id) {
        calendar = new Conversation(line, id, this);
    }

    /** Waits until it has started. */
    void start() {
        check();
        while (!calendar.isStarted()) {
            checkIsNotActing();
            calendar.await();
        }
    }

    /** Does what is planned until nothing is, and nothing can be heard. */
    void run() {
        start();
        checkIsNotActing();
        while (!calendar.isLeft() && (listener != null || agenda.next() != null)) {
            goOn();
        }
    }

    /** Does what is planned up to a time, that included. */
    void runUntil(long time) {
        start();
        checkIsNotActing();
        arrived = false;
        plan(arrival, time);
        try {
            while (!calendar.isLeft() && !arrived) {
                goOn();
            }
        } finally {
            agenda.remove(arrival); // which is not the user's
        }
    }

    private void arrive() {
        Appointment next = agenda.next();
        if (next != null && next.time == calendar.now()) {
            agenda.put(arrival, next.time); // behind what else there is to be done
        } else {
            arrived = true;
        }
    }

    /** Does what is next, or waits for the floor. */
    private void goOn() {
        if (calendar.isWaiting()) {
            calendar.await();
            return;
        }
        Appointment next = agenda.next();
        if (next == null || !calendar.goTo(next.time)) {
            requestNext();
            calendar.giveBack();
        } else {
            act(next);
        }
    }

    private void act(Appointment due) {
        if (due.period > 0) {
            agenda.put(due, due.time + due.period);
        } else {
            agenda.remove(due);
        }
        acting = true;
        try {
            due.action.run();
        } finally {
            acting = false;
        }
    }

    /** Asks for the time of the next appointment. A broadcast heard meanwhile may change that. */
    private void requestNext() {
        Appointment next = agenda.next();
        while (next != null && !calendar.isRequested(next.time)) {
            calendar.request(next.time);
            next = agenda.next();
        }
    }

    /** Plans an action; with a period, again and again. */
    Appointment plan(long time, Runnable action, long period) {
        Appointment appointment =
                new Appointment(this, Objects.requireNonNull(action, "action"), period);
        plan(appointment, time);
        return appointment;
    }

    /** Plans an appointment, in place of the time that it had. */
    void plan(Appointment appointment, long time) {
        long now = caughtUp();
        if (before(time, now)) {
            throw new TimeGoesBackException(time, now);
        }
        agenda.put(appointment, time);
        if (calendar.isWaiting() && !acting) {
            requestNext();
        }
    }

    void cancel(Appointment appointment) {
        check();
        agenda.remove(appointment);
    }

    /** The time, asked for if it may have gone on. */
    long caughtUp() {
        check();
        if (!acting) {
            calendar.catchUp();
        }
        return calendar.now();
    }

    /** Hears broadcasts from now on; null: none. */
    void listen(@Nullable LongConsumer next) {
        check();
        listener = next;
    }

    @Override
    public boolean isListening() {
        return listener != null;
    }

    @Override
    public void heard(long bits) {
        LongConsumer hearer = listener;
        if (hearer == null) {
            return;
        }
        boolean wasActing = acting;
        boolean failed = true;
        acting = true;
        try {
            hearer.accept(bits);
            failed = false;
        } finally {
            acting = wasActing;
            if (calendar.isWaiting() && !calendar.isLeft()) {
                requestNext(failed);
            }
        }
    }

    /** Whoever waits comes out of its run() now, if that ends, and needs the floor from then on. */
    private void requestNext(boolean failed) {
        if (failed || (listener == null && agenda.next() == null)) {
            agenda.put(arrival, calendar.now());
        }
        requestNext();
    }

    @Override
    public void takeTurn() {
        checkIsNotActing();
        while (!calendar.isLeft() && calendar.isRunning()) {
            goOn();
        }
    }

    /** Whether this thread is the one that it belongs to. */
    boolean isOwned() {
        return Thread.currentThread().equals(owner);
    }

    /**
     * It may be used, here and now.
     *
     * @throws WrongThreadException in another thread than its own
     * @throws IllegalStateException when it has left
     */
    void check() {
        if (!isOwned()) {
            throw new WrongThreadException(
                    "a participant of thread %s was used in %s; only close() may be called there"
                            .formatted(owner.getName(), Thread.currentThread().getName()));
        }
        if (calendar.isLeft()) {
            throw new IllegalStateException("the participant is closed; connect another one");
        }
    }

    private void checkIsNotActing() {
        if (acting) {
            throw new IllegalStateException(
                    "an action cannot wait for a time; let it plan another action with after()");
        }
    }
}
