// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where we call a guest: "there is something in your queue". A guest answers each call, so for each
 * queue at most one is open; what is to be called meanwhile is one more call afterwards.
 *
 * <p>Belongs to the event loop's thread.
 */
final class BackChannel {
    /** No answer is there. */
    static final int NOTHING = -1;

    /** The guest is gone. */
    static final int END = -2;

    private static final int QUEUES = 2;
    private static final int CALL_SIZE = VhostHeader.SIZE + VringState.SIZE;
    private static final int ANSWER_SIZE = VhostHeader.SIZE + Long.BYTES;

    private final Syscalls sys;
    private final int fd;
    private final MemorySegment answer;
    private final MemorySegment call;

    private final boolean[] open = new boolean[QUEUES];
    private final boolean[] again = new boolean[QUEUES];
    private int first;
    private int openCalls;
    private int answered;

    /** Uses a socket, which it owns from now on, with buffers of the caller's arena. */
    BackChannel(Syscalls sys, int fd, Arena arena) {
        this.sys = sys;
        this.fd = fd;
        // So that the number behind the header is aligned.
        long before = MessageReader.PAYLOAD - VhostHeader.SIZE;
        answer = arena.allocate(before + ANSWER_SIZE, Long.BYTES).asSlice(before);
        call = arena.allocate(CALL_SIZE, Integer.BYTES);
        int flags = VhostHeader.FLAGS_REQUEST | VhostHeader.WANTS_REPLY;
        VhostHeader.put(call, 0, Request.BACK_VRING_CALL, flags, VringState.SIZE);
    }

    int fd() {
        return fd;
    }

    /**
     * Calls for a queue, now or after the answer to the call that is open.
     *
     * @return false if the guest is gone: its end may not have been read yet
     */
    boolean call(int queue) {
        if (open[queue]) {
            again[queue] = true;
            return true;
        }
        VringState.put(call, VhostHeader.SIZE, queue, 0);
        long n;
        do {
            n = sys.send(fd, call, CALL_SIZE, Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT);
        } while (n == -Errno.EINTR);
        if (n == -Errno.EPIPE || n == -Errno.ECONNRESET) {
            return false;
        } else if (n == -Errno.EAGAIN || (n >= 0 && n < CALL_SIZE)) {
            throw new Misbehaviour("does not read its calls");
        } else if (n < 0) {
            throw new Misbehaviour("cannot be called: " + Errno.message((int) -n));
        }
        open[queue] = true;
        if (openCalls++ == 0) {
            first = queue;
        }
        return true;
    }

    /**
     * Looks for an answer once, and calls once more where that was asked for meanwhile.
     *
     * @return its status, 0 to {@link Integer#MAX_VALUE}; or {@link #NOTHING} or {@link #END}
     * @throws Misbehaviour if it is none
     */
    int answer() {
        // Without room for descriptors: the system closes what comes with an answer.
        MemorySegment rest = answered == 0 ? answer : answer.asSlice(answered);
        long n = sys.recv(fd, rest, ANSWER_SIZE - answered, Linux.MSG_DONTWAIT);
        if (n == -Errno.EAGAIN || n == -Errno.EINTR) {
            return NOTHING;
        } else if (n <= 0) {
            return END;
        }
        answered += (int) n;
        if (answered >= VhostHeader.SIZE) {
            checkHeader();
        }
        if (answered < ANSWER_SIZE) {
            return NOTHING;
        }
        answered = 0;
        if (openCalls == 0) {
            throw new Misbehaviour("answered a call that was not made");
        }
        long status = answer.get(JAVA_LONG, VhostHeader.SIZE);
        int queue = first;
        open[queue] = false;
        openCalls--;
        first = 1 - queue;
        if (again[queue]) {
            again[queue] = false;
            if (!call(queue)) {
                return END;
            }
        }
        return status >= 0 && status <= Integer.MAX_VALUE ? (int) status : Integer.MAX_VALUE;
    }

    private void checkHeader() {
        int flags = VhostHeader.flags(answer, 0);
        int size = VhostHeader.size(answer, 0);
        if (flags != VhostHeader.FLAGS_REPLY || size != Long.BYTES) {
            throw new Misbehaviour(
                    "answered a call with flags %#x and %s bytes"
                            .formatted(flags, Integer.toUnsignedString(size)));
        }
    }

    void close() {
        sys.close(fd);
    }
}
