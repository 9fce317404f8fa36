// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * What a participant and its calendar say to each other, and what follows from it: who has the
 * floor, what time it is, how far it may go. Where they share memory most of it is said there.
 *
 * <p>Belongs to the participant's thread. Times are the participant's own, in nanoseconds.
 */
final class Conversation implements Line.Listener {
    private enum State {
        STARTING,
        RUNNING,
        WAITING
    }

    private final Line line;
    private final Matter matter;
    private final Broadcasts broadcasts;
    private final Answers answers = new Answers();
    private final int start = answers.ask();
    private @Nullable SharedClock clock;

    private State state = State.STARTING;
    private boolean left;
    private long now;
    private long told;
    private boolean requested;
    private long request;
    private boolean free;
    private long freeUntil;
    private boolean othersTouched;

    /** Waits for an answer that comes whatever else happens: what is to be heard is heard then. */
    private boolean asking;

    /** Asks to start. */
    Conversation(Line line, long id, Matter matter) {
        this.line = line;
        this.matter = matter;
        broadcasts = new Broadcasts(this, matter);
        line.connect(this);
        line.put(Op.START, start, id);
        line.flush();
    }

    boolean isStarted() {
        return state != State.STARTING;
    }

    @Override
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    boolean sharesTime() {
        return clock != null;
    }

    /** The time, as far as it is known without asking. */
    long now() {
        return isWaiting() && clock != null ? clock.now() : now;
    }

    /** Makes sure that {@link #now} is the time of whoever runs. */
    void catchUp() {
        if (isWaiting() && clock == null) {
            now = ask(Op.GET, -1);
            broadcasts.hear();
        }
    }

    long timeOfDay() {
        long time = ask(Op.GET_TOD, -1);
        broadcasts.hear();
        return time;
    }

    void broadcast(long bits) {
        if (broadcasts.isSending()) {
            line.poll(); // it may just not be known here
        }
        if (broadcasts.isSending()) {
            throw new IllegalStateException(
                    "not everybody has heard the last broadcast yet; plan this one with after()");
        }
        line.put(Op.BROADCAST, broadcasts.send(answers.number()), bits);
        broadcasts.hearNow(); // others may wait for that before they hear this one
        while (broadcasts.isSending() && !left) {
            line.await();
        }
    }

    /** Others know this participant's time from now on. Whoever else runs tells it itself. */
    void update() {
        if (!isRunning()) {
            return;
        }
        if (clock != null) {
            clock.tell(now);
        } else if (told != now) {
            ask(Op.UPDATE, now);
            told = now;
        }
        othersTouched = true;
        broadcasts.hear();
    }

    /** Whether it is over. */
    boolean isLeft() {
        return left;
    }

    /** Leaves: says the last that is to be said, the time. */
    void leave() {
        left = true;
        if (isRunning() && clock != null) {
            clock.tell(now);
        } else if (isRunning() && told != now) {
            put(Op.UPDATE, now);
        }
    }

    /** Moves time forward to there, unless that has to be asked for; true if it is then. */
    boolean goTo(long time) {
        if (before(now, time)) {
            if (!isFree(time)) {
                return false;
            }
            now = time;
        }
        return true;
    }

    private boolean isFree(long time) {
        if (clock != null) {
            return clock.isFree(time);
        }
        if (othersTouched) {
            line.poll(); // they may have asked for an earlier time
        }
        return free && before(time, freeUntil);
    }

    /** Asks to run at a time, in place of the one before, unless it is the same. */
    void request(long time) {
        if (requested && request == time) {
            return;
        }
        requested = true;
        request = time;
        if (clock == null || (isWaiting() && !clock.runnerShares())) {
            ask(Op.REQUEST, clock == null ? time : clock.toCalendar(time));
            broadcasts.hear();
        } else {
            if (!line.post(clock.toCalendar(time))) {
                clock.request(time);
            }
            if (isWaiting()) {
                clock.stopRunnerAt(time);
            }
        }
    }

    /** Whether the request, if any, is for another time. */
    boolean isRequested(long time) {
        return requested && request == time;
    }

    /** Gives the floor back. */
    void giveBack() {
        free = false;
        othersTouched = false;
        state = State.WAITING;
        if (clock == null) {
            put(Op.WAIT, -1);
        } else {
            clock.tell(now);
            line.put(Op.WAIT, answers.number(), -1);
        }
    }

    /** Waits until the calendar says something. */
    void await() {
        if (broadcasts.isEmpty()) {
            line.awaitTurn();
        } else {
            broadcasts.hearNow();
        }
    }

    private long ask(int op, long time) {
        asking = true;
        try {
            return await(put(op, time));
        } finally {
            asking = false;
        }
    }

    /** Asks something; its sequence number. */
    private int put(int op, long time) {
        int seq = answers.ask();
        line.put(op, seq, time);
        return seq;
    }

    /** Waits for the answer to a question. */
    private long await(int seq) {
        while (answers.isOpen(seq) && !left) {
            line.await();
        }
        return answers.time(seq);
    }

    @Override
    public void hear(int op, int seq, long time) {
        switch (op) {
            case Op.ACK -> answered(seq, time);
            case Op.RUN -> run(seq, time);
            case Op.FREE_UNTIL -> {
                free = true;
                freeUntil = time;
                confirm(seq);
            }
            case Op.BROADCAST -> {
                broadcasts.add(seq, time);
                if (!asking) {
                    broadcasts.hearNow();
                }
            }
            default -> throw odd(op);
        }
    }

    private void answered(int seq, long time) {
        if (!broadcasts.answer(seq) && !answers.answer(seq, time)) {
            throw odd(Op.ACK);
        }
        if (seq == start && !isStarted()) {
            int slot = (int) time & 0xffff;
            CommonTime common = line.commonTime(slot);
            clock = common == null ? null : new SharedClock(common);
            state = State.RUNNING;
        }
    }

    private void run(int seq, long time) {
        if (!isWaiting()) {
            throw odd(Op.RUN);
        }
        state = State.RUNNING;
        requested = false;
        if (clock == null) {
            now = time;
            told = time;
            confirm(seq);
        } else {
            clock.requestGranted();
            now = clock.now();
        }
    }

    /** At once: the calendar may let nobody else do anything before it has this. */
    void confirm(int seq) {
        line.put(Op.ACK, seq, 0);
        line.flush();
    }

    private ProtocolViolationException odd(int op) {
        return new ProtocolViolationException(
                "what is at the other end said "
                        + Op.describe(op)
                        + " to a participant that is "
                        + state.name().toLowerCase(Locale.ROOT)
                        + ", as no calendar does; is it another program, or another version?");
    }

    @Override
    public void takeTurn() {
        matter.takeTurn();
    }
}
