// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Calls functions of libc for one thread, and owns the segment that its errno is copied to. */
abstract class LibcCaller {
    // Of an automatic arena: it goes with the instance, and a call need not count its users.
    private final MemorySegment callState = Arena.ofAuto().allocate(Libc.CALL_STATE);
    private @Nullable Thread user;

    final long call(MemorySegment function, long a) {
        return call(function, a, 0, 0, 0, 0, 0, 0);
    }

    final long call(MemorySegment function, long a, long b) {
        return call(function, a, b, 0, 0, 0, 0, 0);
    }

    final long call(MemorySegment function, long a, long b, long c) {
        return call(function, a, b, c, 0, 0, 0, 0);
    }

    final long call(MemorySegment function, long a, long b, long c, long d) {
        return call(function, a, b, c, d, 0, 0, 0);
    }

    final long call(MemorySegment function, long a, long b, long c, long d, long e) {
        return call(function, a, b, c, d, e, 0, 0);
    }

    final long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        return call(function, a, b, c, d, e, f, 0);
    }

    final long call(
            MemorySegment function, long a, long b, long c, long d, long e, long f, long g) {
        assert isUser() : "belongs to " + user;
        try {
            return (long) Libc.CALL.invokeExact(function, callState, a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw new AssertionError("a native function threw", thrown);
        }
    }

    /**
     * Calls what does nothing when it fails: without errno, and with it only when that failed. What
     * went wrong does so again, or has gone: either answer is true. What captures errno allocates
     * where C2 does not see through it, and takes longer.
     *
     * @return what the function returned, or errno, negated
     */
    final long attempt(MemorySegment function, long a, long b, long c, long d) {
        long returned = callWithoutErrno(function, a, b, c, d);
        return returned != -1 ? returned : result(call(function, a, b, c, d));
    }

    /** The same with what returns an int. */
    final int attemptInt(MemorySegment function, long a, long b, long c, long d) {
        int returned = (int) callWithoutErrno(function, a, b, c, d);
        return returned != -1 ? returned : result((int) call(function, a, b, c, d));
    }

    private long callWithoutErrno(MemorySegment function, long a, long b, long c, long d) {
        assert isUser() : "belongs to " + user;
        try {
            return (long) Libc.WithoutErrno.CALL.invokeExact(function, a, b, c, d, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw new AssertionError("a native function threw", thrown);
        }
    }

    private boolean isUser() {
        Thread caller = Thread.currentThread();
        if (user == null) {
            user = caller;
        }
        return caller.equals(user);
    }

    /** The address of memory that this thread may use now. */
    static long at(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("not native: " + segment);
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("another thread's: " + segment);
        }
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("closed: " + segment);
        }
        return segment.address();
    }

    /** The address of a part of it. */
    static long at(MemorySegment segment, long from, long length) {
        return at(segment) + Objects.checkFromIndexSize(from, length, segment.byteSize());
    }

    /** What a function returned, or errno, negated, where that was -1. */
    final int result(int returned) {
        return returned == -1 ? -callState.get(JAVA_INT, Libc.ERRNO) : returned;
    }

    /** As for an int. */
    final long result(long returned) {
        return returned == -1 ? -callState.get(JAVA_INT, Libc.ERRNO) : returned;
    }
}
