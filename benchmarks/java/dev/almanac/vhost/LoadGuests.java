// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.Descriptors;
import dev.almanac.sys.EpollEvents;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Two guests of a calendar and its network, both played by this thread: one sends frames to all,
 * the other gets them. They speak by messages, as a User-Mode Linux guest does without shared
 * memory.
 */
final class LoadGuests implements AutoCloseable {
    private static final int CALENDAR = 0;
    private static final int REQUESTS = 1;
    private static final int CALLS = 2;
    private static final int CHANNELS = 3;
    private static final long NEVER = 1L << 60;

    /** Longer than a frame takes. */
    private static final long STEP_NANOS = 1_000_000;

    private final Syscalls sys;
    private final Descriptors fds;
    private final EpollEvents ready;
    private final EpollEvents change;
    private final int epoll;
    private final LoadGuest sender;
    private final LoadGuest receiver;
    private long received;

    /** Connects both, and lets them take part. */
    LoadGuests(Syscalls sys, Path calendar, Path network) {
        this.sys = sys;
        fds = new Descriptors(sys);
        ready = new EpollEvents(fds.arena(), 2 * CHANNELS);
        change = new EpollEvents(fds.arena(), 1);
        epoll = fds.own(sys.epollCreate1(Linux.EPOLL_CLOEXEC));
        sender = new LoadGuest(0, calendar, network);
        receiver = new LoadGuest(1, calendar, network);
        sender.say(Op.START, 1);
        receiver.say(Op.START, 2);
        sender.awaitAck();
        sender.sleepUntil(STEP_NANOS);
        receiver.awaitAck();
        receiver.sleepUntil(NEVER);
        await(() -> sender.runs);
    }

    /** How many frames were received so far. */
    long received() {
        return received;
    }

    /** The sender sends frames, and sleeps until they have arrived. */
    void exchange(byte[] frame, int count) {
        for (int i = 0; i < count; i++) {
            sender.card.queueFrame(frame);
        }
        sender.card.kick(sender);
        sender.sleepUntil(sender.now + STEP_NANOS);
        await(() -> sender.runs);
    }

    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            int n = sys.epollWait(epoll, ready.segment(), ready.capacity(), -1);
            SyscallException.check("epoll_wait", n);
            for (int i = 0; i < n; i++) {
                int tag = (int) ready.data(i);
                serve(tag < CHANNELS ? sender : receiver, tag % CHANNELS);
            }
        }
    }

    private void serve(LoadGuest guest, int channel) {
        switch (channel) {
            case CALENDAR -> guest.hear();
            case CALLS -> {
                received += guest.card.received().size();
                guest.card.awaitCall();
            }
            default -> {} // a reply, for which somebody waits
        }
    }

    @Override
    public void close() {
        sender.card.close();
        receiver.card.close();
        fds.close();
    }

    /** One of the two: its card, and its place in the calendar. */
    private final class LoadGuest implements Driver.Pump {
        final Driver card;
        private final int calendar;
        private final MemorySegment in = fds.buffer(Message.SIZE);
        private final MemorySegment out = fds.buffer(Message.SIZE);
        private int asked;
        private int answered;
        boolean runs;
        long now;

        LoadGuest(int number, Path calendarPath, Path network) {
            int socket = fds.connect(network);
            watch(socket, number * CHANNELS + REQUESTS);
            card = Driver.at(sys, fds.giveAway(socket));
            card.setUp(this);
            watch(card.backChannel, number * CHANNELS + CALLS);
            calendar = fds.connect(calendarPath);
            watch(calendar, number * CHANNELS + CALENDAR);
        }

        private void watch(int fd, int tag) {
            change.set(0, Linux.EPOLLIN, tag);
            int result = sys.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, change.segment());
            SyscallException.check("epoll_ctl", result);
        }

        /** Waits for a reply to its card. */
        @Override
        public void pump() {
            await(() -> sys.recv(card.socket, in, 1, Linux.MSG_DONTWAIT | Linux.MSG_PEEK) > 0);
        }

        void sleepUntil(long time) {
            say(Op.REQUEST, time);
            awaitAck();
            runs = false;
            say(Op.WAIT, -1);
            awaitAck();
        }

        void say(int op, long time) {
            send(op, ++asked, time);
        }

        void awaitAck() {
            await(() -> answered == asked);
        }

        void hear() {
            long n = sys.recv(calendar, in, Message.SIZE, 0);
            if (n != Message.SIZE) {
                throw new IllegalStateException("the calendar sent " + n + " bytes");
            }
            int op = Message.op(in, 0);
            if (op == Op.ACK) {
                answered = Message.seq(in, 0);
                return;
            }
            if (op == Op.RUN) {
                runs = true;
                now = Message.time(in, 0);
            }
            send(Op.ACK, Message.seq(in, 0), 0);
        }

        private void send(int op, int seq, long time) {
            Message.put(out, 0, op, seq, time);
            long n = sys.send(calendar, out, Message.SIZE, Linux.MSG_NOSIGNAL);
            SyscallException.check("send", n);
        }
    }
}
