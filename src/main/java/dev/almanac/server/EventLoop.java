// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.session.Session;
import dev.almanac.session.State;
import dev.almanac.session.Violation;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.Message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The loop between the sockets and the conductor: reads what participants say, lets the conductor
 * answer, delivers what it said. One thread makes it, runs it and closes it; others may only {@link
 * #stop} it.
 *
 * <p>In the steady state nothing here allocates.
 */
final class EventLoop implements AutoCloseable {
    private static final long WAKE_UP = -2;
    private static final long TICK = -3;
    private static final int INPUT_BYTES = 256 * Message.SIZE;

    private final Syscalls sys;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(INPUT_BYTES, Message.SIZE);
    private final MemorySegment[] inputBehind = new MemorySegment[Message.SIZE];
    private final Connections connections = new Connections();
    private final Poller poller;
    private final WakeUp wakeUp;
    private final StartAck startAck;
    private final Delivery delivery;
    private final Acceptor acceptor;

    private @Nullable Ticker ticker;
    private @Nullable Watch watch;
    private boolean hung;
    private volatile boolean stopped;

    /**
     * A loop that does not run yet.
     *
     * @param startDescriptors what the answer to START carries; none when no memory is shared
     * @throws SyscallException if the system refuses what it needs
     */
    EventLoop(Syscalls sys, ListeningSocket listener, Reports reports, int... startDescriptors) {
        this.sys = sys;
        for (int begun = 0; begun < inputBehind.length; begun++) {
            inputBehind[begun] = input.asSlice(begun);
        }
        poller = new Poller(sys);
        wakeUp = new WakeUp(sys);
        SyscallException.check("epoll_ctl", poller.add(wakeUp.fd(), Linux.EPOLLIN, WAKE_UP));
        startAck = new StartAck(startDescriptors);
        delivery = new Delivery(sys, poller, connections, startAck);
        acceptor = new Acceptor(sys, listener, poller, connections, reports);
    }

    /** Where the conductor puts what it has to say. */
    Delivery outbox() {
        return delivery;
    }

    /** Lets the loop notice when nothing happens, and end then if the watch says so. */
    void watchedBy(Watch watch) {
        if (watch.period() > 0) {
            this.watch = watch;
            ticker = new Ticker(sys, watch.period());
            SyscallException.check("epoll_ctl", poller.add(ticker.fd(), Linux.EPOLLIN, TICK));
        }
    }

    /** Whether {@link #run} ended because nothing happened for too long. */
    boolean isHung() {
        return hung;
    }

    /**
     * Runs until the simulation ends or {@link #stop} is called.
     *
     * @param beforeWaiting is called each time before the loop waits
     */
    void run(Conductor conductor, Runnable beforeWaiting) {
        conductor.begin();
        delivery.deliver(conductor);
        while (conductor.outcome() == null && !stopped && !hung) {
            beforeWaiting.run();
            if (stopped) {
                return;
            }
            int ready = poller.await(acceptor.retryMillis());
            acceptor.retry();
            for (int i = 0; i < ready; i++) {
                handle(poller.tag(i), poller.events(i), conductor);
                delivery.deliver(conductor);
            }
        }
    }

    /** The loop's thread: ends {@link #run} before it waits again. */
    void stop() {
        stopped = true;
    }

    /** Any thread, with its own {@code sys}: ends {@link #run} soon. */
    void stop(Syscalls ownSys) {
        stopped = true;
        wakeUp.ring(ownSys);
    }

    private void handle(long tag, int events, Conductor conductor) {
        if (tag == Acceptor.TAG) {
            acceptor.accept(conductor);
        } else if (tag == TICK) {
            tick();
        } else if (tag != WAKE_UP) {
            Connection connection = connections.byTag(tag);
            if (connection != null) {
                if ((events & Linux.EPOLLOUT) != 0) {
                    delivery.roomFor(connection);
                }
                if ((events & ~Linux.EPOLLOUT) != 0) {
                    receive(connection, conductor);
                }
            }
        }
    }

    private void tick() {
        if (ticker != null && watch != null) {
            ticker.acknowledge(sys);
            hung = watch.tick(System.nanoTime());
        }
    }

    /** Reads what there is, up to a bound that keeps one participant from starving the others. */
    private void receive(Connection connection, Conductor conductor) {
        int begun = connection.begunBytes();
        if (begun > 0) {
            connection.restore(input);
        }
        long n =
                sys.recv(
                        connection.fd, inputBehind[begun], INPUT_BYTES - begun, Linux.MSG_DONTWAIT);
        if (n > 0) {
            dispatch(connection, begun + (int) n, conductor);
        } else if (n == 0 && begun > 0) {
            conductor.violated(connection.session, Violation.TRUNCATED, "its stream");
        } else if (n == 0 || !Retry.isLater((int) -n)) {
            delivery.disconnect(connection, conductor);
        }
    }

    private void dispatch(Connection connection, int bytes, Conductor conductor) {
        Session session = connection.session;
        int end = bytes & -Message.SIZE;
        for (int at = 0; at < end; at += Message.SIZE) {
            conductor.received(
                    session,
                    Message.op(input, at),
                    Message.seq(input, at),
                    Message.time(input, at));
            if (session.state() == State.GONE || conductor.outcome() != null) {
                return; // what else it said does not count
            }
        }
        connection.keep(input, end, bytes - end);
    }

    @Override
    public void close() {
        connections.forEach(delivery::close);
        poller.close();
        wakeUp.close(sys);
        if (ticker != null) {
            ticker.close(sys);
        }
        startAck.close();
        acceptor.close();
        arena.close();
    }
}
