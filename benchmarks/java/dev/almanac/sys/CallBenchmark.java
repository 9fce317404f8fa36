// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * What the system calls of the loop cost by themselves: that of the way there and back is {@link
 * #nothing}, what Linux does comes on top.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // by open()
public class CallBenchmark {
    private static final int SIZE = 16;

    private LinuxSyscalls sys;
    private Descriptors fds;
    private int near;
    private int far;
    private int epoll;
    private EpollEvents events;
    private MemorySegment bytes;
    private MsgHdr message;

    @Setup
    public void open() {
        sys = new LinuxSyscalls();
        fds = new Descriptors(sys);
        Descriptors.Pair pair = fds.pair();
        near = pair.near();
        far = pair.far();
        epoll = fds.own(sys.epollCreate1(Linux.EPOLL_CLOEXEC));
        events = new EpollEvents(fds.arena(), 4);
        events.set(0, Linux.EPOLLIN, 1);
        sys.epollCtl(epoll, Linux.EPOLL_CTL_ADD, far, events.segment());
        bytes = fds.buffer(SIZE);
        message = new MsgHdr(fds.arena());
        IoVec vector = new IoVec(fds.arena(), 1);
        vector.set(0, bytes, 0, SIZE);
        message.buffers(vector, 1);
    }

    @TearDown
    public void close() {
        fds.close();
    }

    /** The way there and back, errno captured. */
    @Benchmark
    public int nothing() {
        return sys.close(-1);
    }

    /** The same without errno until it is asked for, which here it is. */
    @Benchmark
    public int nothingEntered() {
        return (int) sys.write(-1, bytes, 0);
    }

    @Benchmark
    public long recvOfNothing() {
        return sys.recv(far, bytes, SIZE, Linux.MSG_DONTWAIT);
    }

    @Benchmark
    public long recvmsgOfNothing() {
        return sys.recvmsg(far, message.segment(), Linux.MSG_DONTWAIT);
    }

    @Benchmark
    public int epollWaitForNothing() {
        return sys.epollWait(epoll, events.segment(), 4, 0);
    }

    /** 16 bytes to ourselves: no other process, no waking up. */
    @Benchmark
    public long sendAndRecv() {
        return sys.send(near, bytes, SIZE, Linux.MSG_NOSIGNAL) + sys.recv(far, bytes, SIZE, 0);
    }
}
