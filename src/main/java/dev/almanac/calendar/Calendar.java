// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar;

import org.jspecify.annotations.Nullable;

/**
 * Who asked to run when: at most one pending request a slot, ordered by time, then by who asked
 * first, or by chance.
 *
 * <p>Each slot has one writer thread, which {@linkplain #post posts} and {@linkplain #withdraw
 * withdraws}. One thread, the conductor, does everything else: it {@linkplain #drain drains} what
 * was posted, and only then do the other methods show it. For a slot whose writer the conductor is
 * itself there is a shorter way: it {@linkplain #request requests} and {@linkplain #cancel cancels}
 * without a mailbox. The conductor is the first thread that calls one of its methods other than
 * {@link #open}, from the beginning or since a {@link #handOver}. A slot can change its writer if
 * the change itself is ordered (a thread start, a queue, a lock).
 *
 * <p>Slots run from 0 to {@value #MAX_SLOTS} - 1, times over all 64 bits. Times are compared by
 * {@linkplain #before signed difference} and so may wrap; all requests that are pending together
 * must lie within 2<sup>63</sup> of each other.
 *
 * <p>Nothing here allocates, but for the constructor and {@link #open}. A slot that is out of range
 * is an {@link IndexOutOfBoundsException}.
 */
public final class Calendar {
    /** How many slots there can be: 0 to 65,535, of which 0 is the calendar's own. */
    public static final int MAX_SLOTS = 65_536;

    /** No slot: the answer when nobody has a request. */
    public static final int NOBODY = -1;

    private final Mailboxes mailboxes = new Mailboxes();
    private final DirtySlots dirty = new DirtySlots();
    private final WinnerTree requests;
    private final DirtySlots.Visitor receiver = this::receive;

    private boolean changed;
    private @Nullable Thread conductor;

    /** A calendar without requests, in which no slot is open yet. */
    public Calendar() {
        this(Tickets.inOrder());
    }

    private Calendar(Tickets tickets) {
        requests = new WinnerTree(tickets);
    }

    /**
     * A calendar in which chance orders the requests for the same time. The same seed and the same
     * calls lead to the same order.
     *
     * @param seed any number
     * @return a calendar without requests, in which no slot is open yet
     */
    public static Calendar shufflingTies(long seed) {
        return new Calendar(Tickets.shuffled(seed));
    }

    /**
     * Conductor, or whoever sets up before there is one: makes room, so that {@code slot} may post.
     * Does nothing for a slot that is open already. It may allocate and copy, which no writer
     * notices.
     *
     * @param slot 0 to {@value #MAX_SLOTS} - 1
     */
    public void open(int slot) {
        assert conductor == null || byConductor();
        if (slot < 0 || slot >= MAX_SLOTS) {
            throw new IndexOutOfBoundsException("no slot " + slot);
        }
        requests.admit(slot);
        dirty.admit(slot);
        mailboxes.admit(slot);
    }

    /**
     * The slot's writer: its request becomes {@code time}, in place of the one it had. Wait-free: a
     * fixed number of steps, whatever other threads do. A request that the conductor has not
     * drained yet when the next one comes is never seen.
     *
     * @param slot an open slot
     * @param time when it wants to run
     * @throws IllegalStateException if there is no room for that slot
     */
    public void post(int slot, long time) {
        mailboxes.post(slot, time);
        dirty.mark(slot);
    }

    /**
     * The slot's writer: it asks for nothing any more. Wait-free like {@link #post}. The conductor
     * may have granted the request before it sees the withdrawal.
     *
     * @param slot an open slot
     * @throws IllegalStateException if there is no room for that slot
     */
    public void withdraw(int slot) {
        mailboxes.withdraw(slot);
        dirty.mark(slot);
    }

    /**
     * Conductor, for a slot of its own: what {@link #post} and {@link #drain} would do together.
     *
     * @param slot an open slot that nobody posts for, or whose posts are drained
     * @param time when it wants to run
     */
    public void request(int slot, long time) {
        assert byConductor();
        requests.put(slot, time);
    }

    /**
     * Conductor, for a slot of its own: it asks for nothing any more, if it did.
     *
     * @param slot an open slot that nobody posts for, or whose posts are drained
     */
    public void cancel(int slot) {
        assert byConductor();
        if (requests.contains(slot)) {
            requests.take(slot);
        }
    }

    /**
     * Conductor: takes over, in slot order, what was posted and withdrawn since the last time. Each
     * request goes behind all that are there for the same time (or to where chance puts it), also
     * the request of a slot that had asked for this very time before. What is posted meanwhile is
     * seen now or by the next call.
     *
     * @return whether anything changed
     */
    public boolean drain() {
        assert byConductor();
        changed = false;
        dirty.sweep(receiver);
        return changed;
    }

    /**
     * Conductor: takes over what one slot posted or withdrew, if anything. Unlike with {@link
     * #drain()} a request for the time that the slot had asked for before keeps its place.
     *
     * @param slot an open slot
     */
    public void drain(int slot) {
        assert byConductor();
        int found = mailboxes.receive(slot);
        if (found == Mailboxes.WITHDRAWAL) {
            cancel(slot);
        } else if (found == Mailboxes.REQUEST && !isAskedFor(slot, mailboxes.time())) {
            requests.put(slot, mailboxes.time());
        }
    }

    private boolean isAskedFor(int slot, long time) {
        return requests.contains(slot) && requests.time(slot) == time;
    }

    /** Conductor: whether {@link #drain()} may find something, as of now. */
    public boolean hasPosts() {
        assert byConductor();
        return dirty.isMarked();
    }

    private void receive(int slot) {
        switch (mailboxes.receive(slot)) {
            case Mailboxes.REQUEST -> {
                requests.put(slot, mailboxes.time());
                changed = true;
            }
            case Mailboxes.WITHDRAWAL -> {
                if (requests.contains(slot)) {
                    requests.take(slot);
                    changed = true;
                }
            }
            default -> {
                // The last sweep saw this entry before its writer got to the dirty bit.
            }
        }
    }

    /**
     * Conductor: the slot that runs next.
     *
     * @return the slot, or {@link #NOBODY}
     */
    public int earliest() {
        assert byConductor();
        return requests.earliest();
    }

    /**
     * Conductor: the slot that would run next if {@code slot} had no request; its time is how far
     * {@code slot} may run.
     *
     * @param slot any slot, with or without a request
     * @return another slot, or {@link #NOBODY}
     */
    public int earliestBut(int slot) {
        assert byConductor();
        return requests.earliestBut(slot);
    }

    /**
     * Conductor: whether a slot has a request.
     *
     * @param slot any slot
     * @return whether a request of it was drained, and neither taken nor withdrawn since
     */
    public boolean pending(int slot) {
        assert byConductor();
        return requests.contains(slot);
    }

    /**
     * Conductor: the time of a slot's request.
     *
     * @param slot one that is {@linkplain #pending pending}
     * @return the time
     */
    public long time(int slot) {
        assert byConductor();
        return requests.time(slot);
    }

    /**
     * Conductor: the tie-break ticket of a slot's request: of two for the same time, the lower one
     * runs first.
     *
     * @param slot one that is {@linkplain #pending pending}
     * @return 0 or more
     */
    public long ticket(int slot) {
        assert byConductor();
        return requests.ticket(slot);
    }

    /**
     * Conductor: draws a ticket for something that is not a slot's, and has its place between those
     * that were there before it and those that come later. Where chance orders requests, it comes
     * before all of them; what draws here keeps its order in any case.
     *
     * @return 0 or more, higher than any drawn here before, and than that of any request there is
     *     unless chance orders those
     */
    public long drawTicket() {
        assert byConductor();
        return requests.drawTicket();
    }

    /**
     * Conductor: a slot's request is granted, and so gone.
     *
     * @param slot one that is {@linkplain #pending pending}
     */
    public void take(int slot) {
        assert byConductor();
        requests.take(slot);
    }

    /**
     * Conductor: how many slots have a request.
     *
     * @return 0 to {@value #MAX_SLOTS}
     */
    public int size() {
        assert byConductor();
        return requests.size();
    }

    /**
     * Any thread: compares times that may wrap.
     *
     * @param a a time
     * @param b a time within 2<sup>63</sup> of it
     * @return whether {@code a} is before {@code b}
     */
    public static boolean before(long a, long b) {
        return a - b < 0;
    }

    /** Conductor: another thread may conduct from now on, if the change itself is ordered. */
    public void handOver() {
        assert byConductor();
        conductor = null;
    }

    /** Names this thread the conductor, if there is none, and tells whether it is. */
    private boolean byConductor() {
        Thread current = Thread.currentThread();
        if (conductor == null) {
            conductor = current;
        }
        return current.equals(conductor);
    }
}
