// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import dev.almanac.wire.Op;

/**
 * One participant, from its connection to its end: who it is, its state, its own time base, what it
 * owes an answer to, and what it has done so far.
 *
 * <p>Belongs to the conductor's thread. Times are nanoseconds.
 */
public final class Session {
    /** The ID of a participant that did not tell one. */
    public static final long NO_ID = -1L;

    private final int connection;
    private final int pid;
    private final boolean local;
    private final Questions questions = new Questions();

    private State state = State.CONNECTED;
    private String name;
    private long id = NO_ID;
    private int startSeq;
    private int slot;
    private long offset;
    private boolean sharingKnown;
    private boolean sharesTime;

    private long runs;
    private long requests;
    private long waits;
    private long updates;
    private long received;
    private long sent;

    private int lastOp;
    private int lastSeq;
    private long lastTime;

    private int heldAnswers;
    private int broadcastSeq;
    private int broadcastOwed;

    /**
     * A participant that has just connected.
     *
     * @param connection what its transport knows it by
     * @param pid its process, 0 if unknown
     * @param ordinal the how-manieth connection it is, for its name until it tells an ID
     */
    public Session(int connection, int pid, int ordinal) {
        this(connection, pid, ordinal, false);
    }

    /**
     * A participant that has just connected.
     *
     * @param local whether it does the conductor's steps itself: then it shares time, and posts its
     *     requests into the calendar
     */
    public Session(int connection, int pid, int ordinal, boolean local) {
        this.connection = connection;
        this.pid = pid;
        this.local = local;
        this.name = "unnamed-" + ordinal;
        sharingKnown = local;
        sharesTime = local;
    }

    /** It told its ID. */
    public void named(long id) {
        this.id = id;
        name = "id:" + Long.toHexString(id);
    }

    /** It said START. */
    public void askedToStart(int seq) {
        state = State.ASKED_TO_START;
        startSeq = seq;
    }

    /** Its START is answered: from now on it takes part, and its own clock begins at 0. */
    public void started(int slot, long now) {
        state = State.RUNNING;
        this.slot = slot;
        offset = now;
    }

    /**
     * Its first message since its START was answered tells whether it uses the shared memory: it
     * has said so there by now, or never will.
     */
    public void sharingIs(boolean shares) {
        sharingKnown = true;
        sharesTime = shares;
    }

    /** It was given the floor. */
    public void runs() {
        state = State.RUNNING;
        runs++;
    }

    /** It gave the floor back. */
    public void waits() {
        state = State.WAITING;
        waits++;
    }

    /** It asked to run. */
    public void requests() {
        requests++;
    }

    /** It told its time. */
    public void updates() {
        updates++;
    }

    /** A message came from it. */
    public void received(int op, int seq, long time) {
        received++;
        lastOp = op;
        lastSeq = seq;
        lastTime = time;
    }

    /** A message goes to it. */
    public void sent() {
        sent++;
    }

    /** Its connection is closed. */
    public void gone() {
        state = State.GONE;
    }

    /** The answer to something that it asked is held back. */
    public void answerHeld() {
        heldAnswers++;
    }

    /** It is not any more. */
    public void answerLetGo() {
        heldAnswers--;
    }

    /** How many answers to it are held back. */
    public int heldAnswers() {
        return heldAnswers;
    }

    /** It waits for so many answers to its BROADCAST. */
    public void broadcasts(int seq, int owed) {
        broadcastSeq = seq;
        broadcastOwed = owed;
    }

    /** One answer fewer to wait for; true if that was the last. */
    public boolean broadcastAnswered() {
        return --broadcastOwed == 0;
    }

    /** Whether its BROADCAST still waits for answers. */
    public boolean isBroadcasting() {
        return broadcastOwed > 0;
    }

    /** The sequence number of the BROADCAST that it waits for. */
    public int broadcastSeq() {
        return broadcastSeq;
    }

    /** A time of its own as the calendar's, for the messages that it sends. */
    public long toCalendar(long own) {
        return sharesTime ? own : own + offset;
    }

    /**
     * A time of the calendar's as its own, for all answers and questions but RUN; a participant
     * that shares time keeps to the calendar's.
     */
    public long toOwn(long calendars) {
        return sharesTime ? calendars : calendars - offset;
    }

    /** The calendar's time when it started. */
    public long offset() {
        return offset;
    }

    /** What its transport knows it by. */
    public int connection() {
        return connection;
    }

    /** Whether it posts its requests into the calendar. */
    public boolean isLocal() {
        return local;
    }

    /** Its process, 0 if unknown. */
    public int pid() {
        return pid;
    }

    /** Its name in all that is printed: id:HEX, or unnamed-N. */
    public String name() {
        return name;
    }

    /** The ID that its START carried; {@link #NO_ID} if it did not tell one. */
    public long id() {
        return id;
    }

    /** Its place in the order of starting: no ID counts as 0. */
    public long startOrder() {
        return id == NO_ID ? 0 : id;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** The sequence number of its START. */
    public int startSeq() {
        return startSeq;
    }

    /** Its slot in the calendar and in the shared memory; 0 before it is started. */
    public int slot() {
        return slot;
    }

    /** Whether it is known by now if it uses the shared memory. */
    public boolean isSharingKnown() {
        return sharingKnown;
    }

    /** Whether it reads and writes times in the shared memory. */
    public boolean sharesTime() {
        return sharesTime;
    }

    /** What it was asked and has not answered. */
    public Questions questions() {
        return questions;
    }

    /** How often it was given the floor with RUN. */
    public long runCount() {
        return runs;
    }

    /** How often it asked to run, by message or in shared memory. */
    public long requestCount() {
        return requests;
    }

    /** How often it gave the floor back. */
    public long waitCount() {
        return waits;
    }

    /** How often it told its time. */
    public long updateCount() {
        return updates;
    }

    /** How many messages came from it. */
    public long receivedCount() {
        return received;
    }

    /** How many messages went to it. */
    public long sentCount() {
        return sent;
    }

    /** Name, process and state, as reports name it. */
    @Override
    public String toString() {
        return name + (pid == 0 ? "" : " (pid " + pid + ")");
    }

    /** Its last message, for a report. */
    public String lastMessage() {
        return received == 0 ? "nothing" : describe(lastOp, lastSeq, lastTime);
    }

    /** How a message of its reads in a report. */
    public static String describe(int op, int seq, long time) {
        return Op.describe(op) + " (seq " + Integer.toUnsignedString(seq) + ", time " + time + ")";
    }
}
