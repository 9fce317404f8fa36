// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/** Who takes part: by slot, and in the order in which they started. */
public final class Roster {
    private final int maxSlots;
    private final BitSet taken = new BitSet();
    private final ArrayList<Session> inOrder = new ArrayList<>();
    private int[] slotsInOrder = new int[64];
    private @Nullable Session[] bySlot = new Session[64];
    private boolean shared;
    private boolean remote;

    Roster(int maxSlots) {
        this.maxSlots = maxSlots;
        taken.set(0); // the calendar's own
    }

    /** The lowest free slot, or -1 when all are taken. */
    int freeSlot() {
        int slot = taken.nextClearBit(0);
        return slot < maxSlots ? slot : -1;
    }

    void add(Session session) {
        int slot = session.slot();
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Integer.highestOneBit(slot) * 2);
        }
        bySlot[slot] = session;
        taken.set(slot);
        if (size() == slotsInOrder.length) {
            slotsInOrder = Arrays.copyOf(slotsInOrder, size() * 2);
        }
        slotsInOrder[size()] = slot;
        inOrder.add(session);
        remote |= !session.isLocal();
    }

    /** It is known now whether a participant shares time. */
    void sharingIs(Session session, boolean shares) {
        session.sharingIs(shares);
        shared |= shares;
    }

    void remove(Session session) {
        bySlot[session.slot()] = null;
        taken.clear(session.slot());
        int index = inOrder.indexOf(session);
        inOrder.remove(index);
        System.arraycopy(slotsInOrder, index + 1, slotsInOrder, index, size() - index);
    }

    /** Whether a slot is somebody's. */
    boolean isTaken(int slot) {
        return taken.get(slot);
    }

    /** One past the highest slot that is taken. */
    int endOfSlots() {
        return taken.length();
    }

    /** Who has a slot that is known to be taken. */
    Session at(int slot) {
        return Objects.requireNonNull(bySlot[slot]);
    }

    /** The slots of those who take part, in the order in which they started; more may follow. */
    int[] slots() {
        return slotsInOrder;
    }

    /**
     * Whether some requests are in shared memory only: while one runs who shares time, those of
     * others are, but for participants of this process, who post them.
     */
    boolean hasShared() {
        return shared && remote;
    }

    /** How many take part. */
    public int size() {
        return inOrder.size();
    }

    /** Who started {@code index}-th of those that still take part, from 0. */
    public Session get(int index) {
        return inOrder.get(index);
    }
}
