// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.almanac.sys.EpollEvents;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.MsgHdr;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * System calls for a calendar whose connections are imaginary: there is no socket and no other
 * thread, and what happens next happens when the calendar waits. All but connections and epoll is
 * real.
 *
 * <p>Belongs to the calendar's thread.
 */
class ImaginaryConnections extends FaultySyscalls {
    /** Descriptors from here on are imaginary. */
    private static final int FIRST = 1_000_000;

    private static final long DATA = EpollEvents.LAYOUT.byteOffset(groupElement("data"));
    private static final long IOV = MsgHdr.LAYOUT.byteOffset(groupElement("msg_iov"));
    private static final long BASE = IoVec.LAYOUT.byteOffset(groupElement("iov_base"));
    private static final long LENGTH = IoVec.LAYOUT.byteOffset(groupElement("iov_len"));

    /** What epoll is to tell of a descriptor. */
    private record Interest(int events, long data) {}

    private final Runnable world;
    private final Map<Integer, Interest> interests = new HashMap<>();
    private final Map<Integer, ImaginaryPeer> open = new HashMap<>();

    /** Those that may have something since they were looked at last. */
    private final TreeSet<Integer> restless = new TreeSet<>();

    private final ArrayDeque<ImaginaryPeer> knocking = new ArrayDeque<>();
    private int listener = -1;
    private int next = FIRST;

    /**
     * Nobody has connected.
     *
     * @param world goes on a little whenever it is called
     */
    ImaginaryConnections(Runnable world) {
        super(new LinuxSyscalls());
        this.world = world;
    }

    void connect(ImaginaryPeer peer) {
        knocking.add(peer);
        restless.add(listener);
    }

    /** How many connections the calendar has not closed. */
    int openCount() {
        return open.size();
    }

    private ImaginaryPeer peer(int fd) {
        return Objects.requireNonNull(open.get(fd), "a closed descriptor is used");
    }

    @Override
    public int listen(int fd, int backlog) {
        listener = fd;
        return super.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, int flags) {
        ImaginaryPeer peer = knocking.poll();
        if (peer == null) {
            return -Errno.EAGAIN;
        }
        int connected = next++;
        open.put(connected, peer);
        peer.watchedBy(() -> restless.add(connected));
        return connected;
    }

    /** Nobody has a process. */
    @Override
    public int getsockopt(
            int fd, int level, int option, MemorySegment value, MemorySegment length) {
        boolean real = fd < FIRST;
        return real ? super.getsockopt(fd, level, option, value, length) : -Errno.EOPNOTSUPP;
    }

    @Override
    public long recv(int fd, MemorySegment buffer, long length, int flags) {
        return peer(fd).recv(buffer, length, flags);
    }

    @Override
    public long send(int fd, MemorySegment buffer, long length, int flags) {
        return peer(fd).send(buffer, length);
    }

    /** Sends what is in the first buffer, without the descriptors. */
    @Override
    @SuppressWarnings("restricted") // follows the caller's own pointers
    public long sendmsg(int fd, MemorySegment msghdr, int flags) {
        MemorySegment vector =
                MemorySegment.ofAddress(msghdr.get(JAVA_LONG, IOV))
                        .reinterpret(IoVec.LAYOUT.byteSize());
        long length = vector.get(JAVA_LONG, LENGTH);
        MemorySegment buffer = MemorySegment.ofAddress(vector.get(JAVA_LONG, BASE));
        return peer(fd).send(buffer.reinterpret(length), length);
    }

    @Override
    public int close(int fd) {
        if (fd < FIRST) {
            return super.close(fd);
        }
        peer(fd).closed = true;
        open.remove(fd);
        interests.remove(fd);
        return 0;
    }

    @Override
    public int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        if (operation == Linux.EPOLL_CTL_DEL) {
            return interests.remove(fd) == null ? -Errno.ENOENT : 0;
        }
        int events = event.get(JAVA_INT_UNALIGNED, 0);
        restless.add(fd);
        interests.put(fd, new Interest(events, event.get(JAVA_LONG_UNALIGNED, DATA)));
        return 0;
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        world.run();
        int count = 0;
        for (Iterator<Integer> all = restless.iterator(); all.hasNext() && count < max; ) {
            int fd = all.next();
            Interest interest = interests.get(fd);
            int ready = interest == null ? 0 : readiness(fd) & interest.events;
            if (interest == null || ready == 0) {
                all.remove();
            } else {
                long at = EpollEvents.LAYOUT.byteSize() * count++;
                events.set(JAVA_INT_UNALIGNED, at, ready);
                events.set(JAVA_LONG_UNALIGNED, at + DATA, interest.data);
            }
        }
        return count;
    }

    private int readiness(int fd) {
        if (fd == listener) {
            return knocking.isEmpty() ? 0 : Linux.EPOLLIN;
        }
        ImaginaryPeer peer = open.get(fd);
        return peer == null ? 0 : peer.readiness(); // neither bells nor clocks ring here
    }
}
