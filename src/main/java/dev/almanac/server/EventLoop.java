// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sys.Linux;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

/**
 * The loop between the sockets and the conductor: lets those act who have something to say, and
 * delivers what the conductor answers. One thread makes it and runs it; others may only {@link
 * #stop} it.
 *
 * <p>In the steady state nothing here allocates.
 */
final class EventLoop {
    private final Syscalls sys;
    private final Closer closer;
    private final Poller poller;
    private final Transport transport;
    private final Spin spin;
    private final WakeUp wakeUp;
    private final Delivery delivery;
    private boolean hung;
    private volatile boolean stopped;

    /**
     * A loop that does not run yet.
     *
     * @param closer will close what it opens
     * @param spin how long to look for something to do before sleeping, in nanoseconds
     * @param startDescriptors what the answer to START carries; none when no memory is shared
     * @throws SyscallException if the system refuses what it needs
     */
    EventLoop(Syscalls sys, Closer closer, long spin, int... startDescriptors) {
        this.sys = sys;
        this.closer = closer;
        poller = new Poller(sys);
        closer.opened(poller::close);
        wakeUp = new WakeUp(sys);
        closer.opened(() -> wakeUp.close(sys));
        watch(wakeUp.fd(), events -> wakeUp.silence(sys)); // it only ends the waiting
        transport = new Transport(sys, poller);
        this.spin = new Spin(transport::await, spin);
        closer.opened(transport::close);
        delivery = new Delivery(sys, transport, startDescriptors);
        closer.opened(delivery::close);
    }

    /** Where the conductor puts what it has to say. */
    Delivery delivery() {
        return delivery;
    }

    /** The system calls of the loop's thread. */
    Syscalls sys() {
        return sys;
    }

    /** What waits for descriptors. */
    Poller poller() {
        return poller;
    }

    /**
     * There are others than participants who act: what any of them does first happens first, also
     * when that costs a system call.
     */
    void keepOrder() {
        transport.keepOrder();
    }

    /** Lets the loop notice when nothing happens, and end then if the watch says so. */
    void watchedBy(Watch watch) {
        if (watch.period() > 0) {
            every(watch.period(), () -> hung = watch.tick(System.nanoTime()));
        }
    }

    /**
     * Does something again and again while the loop runs.
     *
     * @param period how often, in nanoseconds of real time
     */
    void every(long period, Runnable action) {
        Ticker ticks = new Ticker(sys, period);
        closer.opened(() -> ticks.close(sys));
        watch(
                ticks.fd(),
                events -> {
                    ticks.acknowledge(sys);
                    action.run();
                });
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
    void run(Conductor conductor, Doors doors, Runnable beforeWaiting) {
        conductor.begin();
        while (conductor.outcome() == null && !hung) {
            beforeWaiting.run();
            if (stopped) {
                break;
            }
            int ready = spin.await(doors.retryMillis());
            doors.retry();
            for (int i = 0; i < ready; i++) {
                transport.dispatch(i);
                delivery.settle(conductor);
            }
        }
        transport.flush();
    }

    /** The loop's thread: ends {@link #run} before it waits again. */
    void stop() {
        stopped = true;
    }

    /** Any thread, with its own {@code sys}: makes the loop look again before it waits. */
    void wake(Syscalls ownSys) {
        wakeUp.ring(ownSys);
    }

    /** Any thread, with its own {@code sys}: ends {@link #run} soon. */
    void stop(Syscalls ownSys) {
        stopped = true;
        wakeUp.ring(ownSys);
    }

    /** Lets something else act when its descriptor is readable. */
    void watch(int fd, Source source) {
        long tag = poller.add(fd, Linux.EPOLLIN, source);
        SyscallException.check("epoll_ctl", tag < 0 ? tag : 0);
    }
}
