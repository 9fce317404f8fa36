// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.EPOLLIN;
import static dev.almanac.sys.Linux.EPOLL_CLOEXEC;
import static dev.almanac.sys.Linux.EPOLL_CTL_ADD;
import static dev.almanac.sys.Linux.MSG_DONTWAIT;
import static dev.almanac.sys.Linux.MSG_NOSIGNAL;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The calls of the hot path allocate nothing on the Java heap once C2 has compiled them. */
@Timeout(120)
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void nothingIsAllocatedPerCall() {
        LinuxSyscalls sys = new LinuxSyscalls();
        try (Descriptors fds = new Descriptors(sys)) {
            Round round = new Round(sys, fds, fds.pair());
            long end = System.nanoTime() + PATIENCE.toNanos();
            round.play(WARM_UP);
            long allocated = allocatedBy(round);
            // The compiler works in the background: how soon it is done is not ours to say.
            while (allocated > 0 && System.nanoTime() < end) {
                allocated = allocatedBy(round);
            }
            assertEquals(0, allocated, "bytes in " + MEASURED + " rounds");
        }
    }

    private static long allocatedBy(Round round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        long before = threads.getCurrentThreadAllocatedBytes();
        round.play(MEASURED);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** A message there, waited for and received, by either pair of calls; and nothing there. */
    private static final class Round {
        private final LinuxSyscalls sys;
        private final int near;
        private final int far;
        private final int epoll;
        private final EpollEvents events;
        private final MemorySegment buffer;
        private final MsgHdr message;
        private final IoVec vector;

        Round(LinuxSyscalls sys, Descriptors fds, Descriptors.Pair pair) {
            this.sys = sys;
            near = pair.near();
            far = pair.far();
            epoll = fds.own(sys.epollCreate1(EPOLL_CLOEXEC));
            events = new EpollEvents(fds.arena(), 4);
            events.set(0, EPOLLIN, 12345);
            ok(sys.epollCtl(epoll, EPOLL_CTL_ADD, far, events.segment()));
            buffer = fds.buffer(16);
            message = new MsgHdr(fds.arena());
            vector = new IoVec(fds.arena(), 1);
        }

        void play(int times) {
            for (int i = 0; i < times; i++) {
                boolean good =
                        sys.send(near, buffer, 16, MSG_NOSIGNAL) == 16
                                && sys.epollWait(epoll, events.segment(), 4, -1) == 1
                                && events.data(0) == 12345
                                && sys.recv(far, buffer, 16, 0) == 16
                                && sys.recv(far, buffer, 16, MSG_DONTWAIT) == -Errno.EAGAIN
                                && sys.epollWait(epoll, events.segment(), 4, 0) == 0
                                && sendAndReceiveMessage();
                if (!good) {
                    throw new AssertionError("round " + i);
                }
            }
        }

        private boolean sendAndReceiveMessage() {
            vector.set(0, buffer, 0, 16);
            message.buffers(vector, 1);
            return sys.sendmsg(near, message.segment(), MSG_NOSIGNAL) == 16
                    && sys.recvmsg(far, message.segment(), 0) == 16;
        }
    }
}
