// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Outcome;
import dev.almanac.session.Session;
import dev.almanac.shm.SharedMemory;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/**
 * Where threads of the calendar's own process take part: a queue of what they say, and a bell that
 * wakes the event loop. Times and requests go through the shared memory, as of anybody else.
 *
 * <p>What the loop's thread may call says so; the rest is for any thread. In the steady state
 * nothing here allocates.
 */
public final class InnerDoor implements Source {
    /** What is no operation: that somebody leaves. */
    private static final int LEAVES = -1;

    private static final String STOPPED = "the calendar was stopped; its standard error says why";

    private final Syscalls sys;
    private final WakeUp bell;
    private final SharedMemory memory;
    private final Conductor conductor;
    private final Insiders insiders;
    private Batch taken = new Batch();

    // Guarded by this.
    private Batch said = new Batch();
    private @Nullable String end;

    /** Begins to listen; the loop's thread. */
    InnerDoor(EventLoop loop, SharedMemory memory, Conductor conductor, Insiders insiders) {
        this.memory = memory;
        this.conductor = conductor;
        this.insiders = insiders;
        sys = loop.sys();
        bell = new WakeUp(sys);
        loop.watch(bell.fd(), this);
    }

    /**
     * Somebody says something, or comes by saying START.
     *
     * @param ownSys of the calling thread
     */
    public synchronized void say(Insider from, int op, int seq, long time, Syscalls ownSys) {
        if (end != null) {
            from.cut(end);
            return;
        }
        said.add(from, op, seq, time);
        if (said.size() == 1) {
            bell.ring(ownSys);
        }
    }

    /** Somebody says that it leaves. */
    public void leave(Insider who, Syscalls ownSys) {
        say(who, LEAVES, 0, 0, ownSys);
    }

    /** The shared memory, for the calling thread; null when it is over. */
    public synchronized @Nullable Mapping map(Syscalls ownSys) {
        return end == null ? memory.map(ownSys) : null;
    }

    @Override
    public void ready(int events) {
        bell.silence(sys);
        synchronized (this) {
            Batch empty = taken;
            taken = said;
            said = empty;
        }
        for (int i = 0; i < taken.size() && conductor.outcome() == null; i++) {
            take(taken.from(i), taken.op(i), taken.seq(i), taken.time(i));
        }
        taken.clear();
    }

    private void take(Insider from, int op, int seq, long time) {
        Session session = insiders.session(from);
        if (session == null) {
            if (op != Op.START) {
                return; // it was there before
            }
            session = insiders.add(from);
            conductor.connected(session);
        }
        if (op == LEAVES) {
            conductor.disconnected(session);
            insiders.remove(from);
        } else {
            conductor.received(session, op, seq, time);
        }
    }

    /**
     * It is to end: nobody can say anything any more.
     *
     * @return why: for that reason, unless there was one before
     */
    public synchronized String end(String why) {
        if (end == null) {
            end = why;
        }
        return end;
    }

    /** The loop's thread, when it is over: whoever takes part is told why. */
    void close() {
        Outcome outcome = conductor.outcome();
        long now = conductor.currentTime();
        String why = end(outcome == null ? STOPPED : outcome.describe(now));
        synchronized (this) {
            for (int i = 0; i < said.size(); i++) {
                said.from(i).cut(why); // it may have said START just now
            }
            bell.close(sys);
        }
        memory.lowerHorizon(now); // who runs freely would not notice
        insiders.cutAll(why);
    }
}
