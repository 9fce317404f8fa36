// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Mapping;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The shared memory as participants have it: mapped once more. */
final class ParticipantsMemory implements AutoCloseable {
    private final Mapping mapping;
    private final MemorySegment memory;

    ParticipantsMemory(int fd) {
        LinuxSyscalls sys = new LinuxSyscalls();
        long size;
        try (Mapping head = Mapping.of(sys, fd, SharedHeader.SIZE)) {
            size = SharedHeader.length(head.segment());
        }
        mapping = Mapping.of(sys, fd, size);
        memory = mapping.segment();
    }

    int runningId() {
        return SharedHeader.runningIdAcquire(memory);
    }

    long currentTime() {
        return SharedHeader.currentTimeAcquire(memory);
    }

    void currentTime(long time) {
        SharedHeader.currentTimeRelease(memory, time);
    }

    long freeUntil() {
        return SharedHeader.freeUntilAcquire(memory);
    }

    void lowerFreeUntil(long time) {
        if (time - freeUntil() < 0) {
            SharedHeader.freeUntilRelease(memory, time);
        }
    }

    void sharesTime(int slot) {
        SharedSlot.sharesTimeRelease(memory, slot);
    }

    boolean isSharingTime(int slot) {
        return SharedSlot.sharesTimeAcquire(memory, slot);
    }

    long name(int slot) {
        return SharedSlot.name(memory, slot);
    }

    void request(int slot, long time) {
        SharedSlot.requestRelease(memory, slot, time);
    }

    boolean isRequested(int slot) {
        return SharedSlot.requestedAcquire(memory, slot);
    }

    long requestTime(int slot) {
        return SharedSlot.requestTimeAcquire(memory, slot);
    }

    void requestCleared(int slot) {
        SharedSlot.requestClearedRelease(memory, slot);
    }

    /** Writes anything anywhere: 4 bytes, or 8 where that is a multiple of 8. */
    void write(long offset, int bytes, long value) {
        if (bytes == Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, offset, value);
        } else {
            memory.set(ValueLayout.JAVA_INT, offset, (int) value);
        }
    }

    @Override
    public void close() {
        mapping.close();
    }
}
