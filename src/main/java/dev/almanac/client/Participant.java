// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/**
 * A participant of a simulation: its thread runs when the calendar says so.
 *
 * <p>One thread connects, starts, and then sleeps and works in simulated time; no other may use it.
 * Times are nanoseconds, and the participant's own: they begin at 0 when it starts. Where the
 * calendar offers shared memory, times are read and written there, which saves messages and changes
 * nothing else.
 */
public final class Participant implements AutoCloseable {
    private final Syscalls sys;
    private final Link link;
    private final LongConsumer onBroadcast;
    private int seq;
    private long now;
    private long freeUntil;
    private boolean mayRunFreely;
    private boolean running;

    private @Nullable Mapping mapping;
    private int slot;
    private long offset;

    private Participant(Syscalls sys, Link link, LongConsumer onBroadcast) {
        this.sys = sys;
        this.link = link;
        this.onBroadcast = onBroadcast;
    }

    /**
     * Connects to a calendar, and waits until it lets this participant start.
     *
     * @param path of the calendar's socket
     * @param id names this participant, and orders those that start together; -1 for none
     * @param shareMemory whether to use the calendar's shared memory, if it offers one
     * @param onBroadcast gets the bits of each broadcast of another participant
     * @throws CalendarException if there is no calendar, or it goes away
     */
    public static Participant start(
            String path, long id, boolean shareMemory, LongConsumer onBroadcast) {
        Syscalls sys = new LinuxSyscalls();
        Participant participant = new Participant(sys, new Link(sys, path), onBroadcast);
        try {
            participant.start(id, shareMemory);
        } catch (RuntimeException e) {
            participant.close();
            throw e;
        }
        return participant;
    }

    private void start(long id, boolean shareMemory) {
        link.put(Op.START, ++seq, id);
        int descriptors = link.awaitWithDescriptors();
        if (link.op() != Op.ACK || link.seq() != seq) {
            throw new CalendarException("START was answered with " + Op.name(link.op()));
        }
        running = true;
        if (descriptors > 0 && shareMemory) {
            share(link.descriptor(0), (int) link.time() & 0xffff);
        }
        for (int i = 0; i < descriptors; i++) {
            sys.close(link.descriptor(i));
        }
    }

    private void share(int fd, int ownSlot) {
        long size;
        try (Mapping head = Mapping.of(sys, fd, SharedHeader.SIZE)) {
            size = SharedHeader.length(head.segment());
            if (SharedHeader.version(head.segment()) != SharedHeader.VERSION
                    || size < SharedSlot.memorySize(ownSlot + 1)) {
                return; // a form that we do not know: messages do as well
            }
        }
        Mapping whole = Mapping.of(sys, fd, size);
        mapping = whole;
        slot = ownSlot;
        offset = SharedHeader.currentTimeAcquire(whole.segment());
        SharedSlot.sharesTimeRelease(whole.segment(), ownSlot);
    }

    /** Whether times go through shared memory. */
    public boolean sharesTime() {
        return mapping != null;
    }

    /** The time: that of this participant's last turn, or as far as it has gone since. */
    public long now() {
        return now;
    }

    /**
     * Sleeps until a time; others run meanwhile.
     *
     * @param time not before {@link #now}; 2^63 - 1 is for ever
     * @throws CalendarException if the calendar goes away
     */
    public void sleepUntil(long time) {
        if (before(time, now)) {
            throw new IllegalArgumentException("cannot sleep until " + time + ", it is " + now);
        }
        if (mayGoTo(time)) {
            now = time;
            return;
        }
        request(time);
        await();
    }

    /** Sleeps for a while. */
    public void sleep(long nanos) {
        sleepUntil(now + nanos);
    }

    /** Lets everybody know this participant's time: due before it does something to another one. */
    public void update() {
        if (mapping == null) {
            ask(Op.UPDATE, now);
        } else {
            SharedHeader.currentTimeRelease(mapping.segment(), now + offset);
        }
    }

    /** The time of day in nanoseconds since 1970 UTC, as the calendar has it. */
    public long timeOfDay() {
        return ask(Op.GET_TOD, -1);
    }

    /** Sends 64 bits to every other participant, and waits until all have them. */
    public void broadcast(long bits) {
        ask(Op.BROADCAST, bits);
    }

    private boolean mayGoTo(long time) {
        if (mapping != null) {
            return before(time + offset, SharedHeader.freeUntilAcquire(mapping.segment()));
        }
        return mayRunFreely && before(time, freeUntil);
    }

    private void request(long time) {
        if (mapping == null) {
            ask(Op.REQUEST, time);
        } else {
            SharedSlot.requestRelease(mapping.segment(), slot, time + offset);
        }
    }

    /** Gives the floor back, and waits for the next turn. */
    private void await() {
        mayRunFreely = false;
        running = false;
        if (mapping == null) {
            ask(Op.WAIT, -1);
        } else {
            SharedHeader.currentTimeRelease(mapping.segment(), now + offset);
            link.put(Op.WAIT, ++seq, -1);
        }
        while (!running) {
            link.await();
            handle();
        }
    }

    private long ask(int op, long time) {
        int asked = ++seq;
        link.put(op, asked, time);
        while (true) {
            link.await();
            if (link.op() == Op.ACK && link.seq() == asked) {
                return link.time();
            }
            handle();
        }
    }

    private void handle() {
        int question = link.seq();
        switch (link.op()) {
            case Op.RUN -> runs(link.time());
            case Op.FREE_UNTIL -> {
                freeUntil = link.time();
                mayRunFreely = true;
            }
            case Op.BROADCAST -> onBroadcast.accept(link.time());
            default -> throw new CalendarException("the calendar said " + Op.name(link.op()));
        }
        if (mapping == null || link.op() != Op.RUN) {
            link.put(Op.ACK, question, 0);
        }
    }

    private void runs(long time) {
        running = true;
        if (mapping == null) {
            now = time;
        } else {
            MemorySegment memory = mapping.segment();
            SharedSlot.requestClearedRelease(memory, slot);
            now = SharedHeader.currentTimeAcquire(memory) - offset;
        }
    }

    /** Leaves the simulation. */
    @Override
    public void close() {
        if (mapping != null) {
            mapping.close();
        }
        link.close();
    }
}
