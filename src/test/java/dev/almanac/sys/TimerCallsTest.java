// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static dev.almanac.sys.Linux.CLOCK_MONOTONIC;
import static dev.almanac.sys.Linux.FD_CLOEXEC;
import static dev.almanac.sys.Linux.F_GETFD;
import static dev.almanac.sys.Linux.TFD_CLOEXEC;
import static dev.almanac.sys.Linux.TFD_NONBLOCK;
import static dev.almanac.sys.Linux.TFD_TIMER_ABSTIME;
import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** The bindings of timerfd. */
@Timeout(30)
class TimerCallsTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long HOUR = 3_600_000 * MILLISECOND;

    private final Syscalls sys = new LinuxSyscalls();
    private final Descriptors fds = new Descriptors(sys);
    private final MemorySegment expirations = fds.buffer(8);
    private final Itimerspec spec = new Itimerspec(fds.arena());

    @AfterEach
    void closeAll() {
        fds.close();
    }

    @Test
    void createTakesFlags() {
        int timer = timer(TFD_CLOEXEC | TFD_NONBLOCK);
        assertEquals(FD_CLOEXEC, sys.fcntl(timer, F_GETFD, 0) & FD_CLOEXEC);
        assertErrno(Errno.EAGAIN, sys.read(timer, expirations, 8));
        assertErrno(Errno.EINVAL, sys.timerfdCreate(12345, 0));
    }

    @Test
    void aTimerGoesOffOnce() {
        int timer = timer(0);
        long start = System.nanoTime();
        spec.set(20 * MILLISECOND, 0);
        ok(sys.timerfdSettime(timer, 0, spec.segment()));
        assertEquals(8, sys.read(timer, expirations, 8));
        assertTrue(System.nanoTime() - start >= 19 * MILLISECOND, "20 ms");
        assertEquals(1, expirations.get(JAVA_LONG, 0));
    }

    @Test
    void aTimerGoesOffAgain() {
        int timer = timer(0);
        spec.set(MILLISECOND, MILLISECOND);
        ok(sys.timerfdSettime(timer, 0, spec.segment()));
        long seen = 0;
        while (seen < 3) {
            assertEquals(8, sys.read(timer, expirations, 8));
            seen += expirations.get(JAVA_LONG, 0);
        }
    }

    /** A time of the clock that is long past, as long a distance has not gone by. */
    @Test
    void absoluteTimeTakesEffect() {
        int timer = timer(TFD_NONBLOCK);
        spec.set(1, 0);
        ok(sys.timerfdSettime(timer, TFD_TIMER_ABSTIME, spec.segment()));
        assertEquals(8, sys.read(timer, expirations, 8));
        spec.set(HOUR, HOUR);
        ok(sys.timerfdSettime(timer, 0, spec.segment()));
        assertErrno(Errno.EAGAIN, sys.read(timer, expirations, 8));
    }

    @Test
    void settimeRefusesWhatIsNoTime() {
        spec.set(-1, 0);
        assertErrno(Errno.EINVAL, sys.timerfdSettime(timer(0), 0, spec.segment()));
        spec.set(1, 0);
        int noTimer = fds.own(sys.eventfd(0, 0));
        assertErrno(Errno.EINVAL, sys.timerfdSettime(noTimer, 0, spec.segment()));
        assertErrno(Errno.EBADF, sys.timerfdSettime(-1, 0, spec.segment()));
    }

    private int timer(int flags) {
        return fds.own(sys.timerfdCreate(CLOCK_MONOTONIC, flags));
    }
}
