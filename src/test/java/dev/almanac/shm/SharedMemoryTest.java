// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.shm;

import static dev.almanac.sys.Results.assertErrno;
import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.SyscallException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;

/** The memory as participants see it, by the offsets that the protocol fixes. */
@Timeout(30)
class SharedMemoryTest {
    private static final int SLOTS = 5;
    private static final int SLOT_3 = 4096 + 3 * 128;

    private final LinuxSyscalls sys = new LinuxSyscalls();
    private final SharedMemory memory = SharedMemory.create(sys, SLOTS);
    private final Mapping mapping = Mapping.of(sys, memory.fd(), 4096 + SLOTS * 128);
    private final MemorySegment seen = mapping.segment();

    @AfterEach
    void close() {
        mapping.close();
        memory.close();
    }

    @Test
    void theHeaderSaysWhatItIs() {
        assertWhatNeverChanges();
        assertEquals(0, seen.get(JAVA_LONG, 8));
        assertEquals(0, seen.get(JAVA_LONG, 16));
        assertEquals(0, seen.get(JAVA_SHORT, 24));
    }

    /** Whoever has the memory may have written there; a newcomer maps what it says. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4, 26})
    void whatNeverChangesIsPutRightAtEachStart(long field) {
        assertTrue(memory.enter(1, 7));
        seen.set(JAVA_SHORT, field, (short) 999);
        assertFalse(memory.enter(2, 8));
        assertWhatNeverChanges();
        assertTrue(memory.enter(3, 9));
    }

    private void assertWhatNeverChanges() {
        assertEquals(2, seen.get(JAVA_INT, 0));
        assertEquals(4096 + SLOTS * 128, seen.get(JAVA_INT, 4));
        assertEquals(SLOTS, seen.get(JAVA_SHORT, 26));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4_096, 65_535})
    void everySlotIsInside(int slots) {
        try (SharedMemory large = SharedMemory.create(sys, slots)) {
            int last = slots - 1;
            large.enter(last, 7);
            large.request(last, 9);
            try (Mapping whole = Mapping.of(sys, large.fd(), 4096L + slots * 128L)) {
                long at = 4096 + last * 128L;
                assertEquals(7, whole.segment().get(JAVA_LONG, at + 16));
                assertEquals(9, whole.segment().get(JAVA_LONG, at + 8));
                assertEquals(slots, Short.toUnsignedInt(whole.segment().get(JAVA_SHORT, 26)));
            }
        }
    }

    /** Whoever maps it would die of a SIGBUS. */
    @Test
    void nobodyCanChangeItsSize() {
        assertErrno(Errno.EPERM, sys.ftruncate(memory.fd(), 4096));
        assertErrno(Errno.EPERM, sys.ftruncate(memory.fd(), 1 << 20));
        assertErrno(Errno.EPERM, sys.fcntl(memory.fd(), Linux.F_ADD_SEALS, Linux.F_SEAL_WRITE));
    }

    @Test
    void whoRunsAndHowFar() {
        memory.run(3, 1_000, 2_000);
        assertEquals(3, seen.get(JAVA_SHORT, 24));
        assertEquals(1_000, seen.get(JAVA_LONG, 16));
        assertEquals(2_000, seen.get(JAVA_LONG, 8));
        memory.calendarRuns();
        assertEquals(0, seen.get(JAVA_SHORT, 24));
        assertEquals(1_000, seen.get(JAVA_LONG, 16));
        memory.currentTime(1_500);
        assertEquals(1_500, seen.get(JAVA_LONG, 16));
        seen.set(JAVA_LONG, 16, 1_600);
        assertEquals(1_600, memory.currentTime());
    }

    @Test
    void theHorizonIsOnlyLowered() {
        memory.run(3, 1_000, 2_000);
        memory.lowerHorizon(2_500);
        assertEquals(2_000, seen.get(JAVA_LONG, 8));
        memory.lowerHorizon(1_500);
        assertEquals(1_500, seen.get(JAVA_LONG, 8));
        memory.run(3, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5);
        memory.lowerHorizon(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, seen.get(JAVA_LONG, 8));
        memory.lowerHorizon(Long.MIN_VALUE);
        assertEquals(Long.MAX_VALUE, seen.get(JAVA_LONG, 8));
    }

    @Test
    void whatASlotHolds() {
        memory.enter(3, -1);
        assertEquals(-1, seen.get(JAVA_LONG, SLOT_3 + 16));
        assertFalse(memory.sharesTime(3));
        seen.set(JAVA_INT, SLOT_3, 1);
        assertTrue(memory.sharesTime(3));
        seen.set(JAVA_INT, SLOT_3, ~1); // other bits mean nothing yet
        assertFalse(memory.sharesTime(3));

        seen.set(JAVA_LONG, SLOT_3 + 8, 77);
        assertFalse(memory.isRequested(3));
        seen.set(JAVA_INT, SLOT_3 + 4, 1);
        assertTrue(memory.isRequested(3));
        assertEquals(77, memory.requestTime(3));

        memory.request(3, 88);
        assertEquals(88, seen.get(JAVA_LONG, SLOT_3 + 8));
        assertEquals(1, seen.get(JAVA_INT, SLOT_3 + 4));
        memory.clearRequest(3);
        assertEquals(0, seen.get(JAVA_INT, SLOT_3 + 4));

        memory.leave(3);
        for (int at = 0; at < 24; at += 4) {
            assertEquals(0, seen.get(JAVA_INT, SLOT_3 + at));
        }
        assertEquals(3, memory.announced(3));
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"MEMFD_CREATE", "FTRUNCATE", "FCNTL", "MMAP"})
    void whatTheSystemRefusesIsSaidAndNothingIsLeft(Call call) {
        FaultySyscalls faulty = new FaultySyscalls(sys);
        faulty.fail(call, Errno.ENOMEM, 1);
        assertThrows(SyscallException.class, () -> SharedMemory.create(faulty, SLOTS));
        assertEquals(call == Call.MEMFD_CREATE ? 0 : 1, faulty.calls(Call.CLOSE));
        int next = ok(sys.fcntl(memory.fd(), Linux.F_GETFD, 0)); // ours is not the one closed
        assertEquals(Linux.FD_CLOEXEC, next);
    }
}
