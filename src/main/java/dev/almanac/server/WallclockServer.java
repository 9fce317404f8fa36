// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Itimerspec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.vhost.FrameTap;
import dev.almanac.vhost.Network;
import dev.almanac.vhost.NetworkClock;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The Ethernet between guests alone, in real time: no calendar, no simulation.
 *
 * <p>Belongs to the thread that opens it, but for {@link #stop}.
 */
public final class WallclockServer implements AutoCloseable, NetworkClock {
    private final Syscalls sys = new LinuxSyscalls();
    private final PrintStream out;
    private final Closer closer;
    private final Arena arena = Arena.ofConfined();
    private final Poller poller;
    private final WakeUp wakeUp;
    private final int timer;
    private final Itimerspec spec = new Itimerspec(arena);
    private final MemorySegment expirations = arena.allocate(ValueLayout.JAVA_LONG);
    private final Doors doors = new Doors();
    private final GuestNetwork network;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private long tickets;
    private volatile boolean stopped;
    private volatile boolean stateAsked;
    private boolean closing;

    private WallclockServer(
            NetworkOptions options,
            SocketAccess access,
            Closer closer,
            PrintStream out,
            PrintStream err)
            throws StartupException {
        this.out = out;
        this.closer = closer;
        closer.opened(arena::close);
        poller = new Poller(sys);
        closer.opened(poller::close);
        wakeUp = new WakeUp(sys);
        closer.opened(() -> wakeUp.close(sys));
        int flags = Linux.TFD_CLOEXEC | Linux.TFD_NONBLOCK;
        timer =
                SyscallException.check(
                        "timerfd_create", sys.timerfdCreate(Linux.CLOCK_MONOTONIC, flags));
        closer.opened(() -> sys.close(timer));
        network =
                GuestNetwork.make(
                        options,
                        false,
                        new GuestNetwork.Surroundings(
                                sys,
                                poller,
                                access,
                                doors,
                                new Reports(err),
                                closer,
                                new FrameTap() {},
                                out,
                                err),
                        this,
                        pid -> -1);
        watch(wakeUp.fd(), events -> wakeUp.silence(sys)); // it only ends the waiting
        watch(timer, events -> takeTurn(network.network()));
    }

    /**
     * Begins to listen, as the calling thread.
     *
     * @param access who may connect
     * @param out gets a line for each connection
     * @param err gets what goes wrong
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static WallclockServer open(
            NetworkOptions options, SocketAccess access, PrintStream out, PrintStream err)
            throws StartupException {
        return open(options, access, options.path(), out, err);
    }

    /** The same without a socket: guests come by {@link #plug} only, and nobody is told of them. */
    static WallclockServer withoutDoor(NetworkOptions options) throws StartupException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return open(options, SocketAccess.OWNER, null, nowhere, nowhere);
    }

    private static WallclockServer open(
            NetworkOptions options,
            SocketAccess access,
            @Nullable String path,
            PrintStream out,
            PrintStream err)
            throws StartupException {
        Closer closer = new Closer();
        try {
            WallclockServer server = new WallclockServer(options, access, closer, out, err);
            if (path != null) {
                server.network.listen(path);
            }
            return server;
        } catch (SyscallException e) {
            closer.close();
            throw new StartupException("cannot begin: " + e.getMessage());
        } catch (StartupException | RuntimeException | Error e) {
            closer.close();
            throw e;
        }
    }

    /** Before {@link #run}: a guest is connected by that socket, which is the network's now. */
    void plug(int fd) {
        SyscallException.check("epoll_ctl", network.network().connected(fd, 0));
    }

    /** Carries frames until {@link #stop}. */
    public void run() {
        while (!stopped) {
            out.flush();
            if (stateAsked) {
                stateAsked = false;
                network.printSummary();
            }
            int ready = poller.await(doors.retryMillis());
            doors.retry();
            for (int i = 0; i < ready; i++) {
                poller.dispatch(i);
            }
        }
        out.flush();
        network.printSummary();
    }

    /** Any thread: ends {@link #run} soon, and waits so many milliseconds until all is closed. */
    public boolean stop(long millis) throws InterruptedException {
        LinuxSyscalls ownSys = new LinuxSyscalls();
        stopped = true;
        wake(ownSys);
        boolean inTime = closed.await(millis, TimeUnit.MILLISECONDS);
        if (!inTime) {
            doors.removeFiles(ownSys);
        }
        return inTime;
    }

    /** Any thread: has {@link #run} print what went through each card so far. */
    public void reportState() {
        stateAsked = true;
        wake(new LinuxSyscalls());
    }

    private void wake(Syscalls ownSys) {
        synchronized (closed) {
            if (!closing) {
                wakeUp.ring(ownSys);
            }
        }
    }

    private void takeTurn(Network carries) {
        sys.read(timer, expirations, Long.BYTES);
        carries.turn(now());
    }

    private void watch(int fd, Source source) {
        long tag = poller.add(fd, Linux.EPOLLIN, source);
        SyscallException.check("epoll_ctl", tag < 0 ? tag : 0);
    }

    @Override
    public long now() {
        return System.nanoTime() - begun;
    }

    @Override
    public long ticket() {
        return tickets++;
    }

    @Override
    public void wakeAt(long time, long ticket) {
        set(Math.max(1, time - now())); // 0 would be never
    }

    @Override
    public void sleep() {
        set(0);
    }

    private void set(long nanos) {
        spec.set(nanos, 0);
        SyscallException.check("timerfd_settime", sys.timerfdSettime(timer, 0, spec.segment()));
    }

    @Override
    public void stopRunner(int pid, Runnable whenStopped) {
        whenStopped.run(); // all run all the time
    }

    @Override
    public void turnEnded() {}

    /** Takes the socket away and ends all connections. */
    @Override
    public void close() {
        synchronized (closed) {
            closing = true; // nobody wakes the loop any more
        }
        closer.close();
        closed.countDown();
    }
}
