// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.shm;

import dev.almanac.sched.SharedTime;
import dev.almanac.sched.TakenOver;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.SealedMemory;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The memory that the calendar shares with its participants.
 *
 * <p>Belongs to the thread that conducts. Whatever is read here may have been written by anybody,
 * so it is a claim, never an index or a length.
 */
public final class SharedMemory implements SharedTime, AutoCloseable {
    private final MemorySegment memory;
    private final int slots;
    private final SealedMemory file;

    private SharedMemory(SealedMemory file, int slots) {
        this.file = file;
        this.slots = slots;
        memory = file.segment();
    }

    /**
     * Makes the memory.
     *
     * @param slots how many slots it has, the calendar's own slot 0 included; 2 to 65,535
     * @throws SyscallException if the system refuses
     */
    public static SharedMemory create(Syscalls sys, int slots) {
        SealedMemory file =
                SealedMemory.create(sys, "almanac-schedshm", SharedSlot.memorySize(slots));
        SharedHeader.initialize(file.segment(), slots);
        return new SharedMemory(file, slots);
    }

    /** The memory itself. */
    public MemorySegment segment() {
        return memory;
    }

    /**
     * Any thread: maps it once more, for itself.
     *
     * @throws SyscallException if the system refuses
     */
    public Mapping map(Syscalls ownSys) {
        return Mapping.of(ownSys, file.fd(), SharedSlot.memorySize(slots));
    }

    /** The file that participants map. */
    public int fd() {
        return file.fd();
    }

    @Override
    public int announced(int slot) {
        return slot;
    }

    @Override
    public boolean enter(int slot, long id) {
        SharedSlot.clear(memory, slot, id);
        boolean intact =
                SharedHeader.version(memory) == SharedHeader.VERSION
                        && SharedHeader.length(memory) == memory.byteSize()
                        && SharedHeader.maxClients(memory) == slots;
        if (!intact) {
            SharedHeader.initialize(memory, slots);
        }
        return intact;
    }

    @Override
    public void leave(int slot) {
        SharedSlot.clear(memory, slot, 0);
    }

    @Override
    public void run(int slot, long now, long horizon) {
        SharedHeader.currentTimeRelease(memory, now);
        SharedHeader.freeUntilRelease(memory, horizon);
        SharedHeader.runningIdRelease(memory, slot);
    }

    @Override
    public void calendarRuns() {
        SharedHeader.runningIdRelease(memory, 0);
    }

    @Override
    public void currentTime(long now) {
        SharedHeader.currentTimeRelease(memory, now);
    }

    @Override
    public long currentTime() {
        return SharedHeader.currentTimeAcquire(memory);
    }

    @Override
    public void lowerHorizon(long time) {
        if (time - SharedHeader.freeUntilAcquire(memory) < 0) { // wrap-safe
            SharedHeader.freeUntilRelease(memory, time);
        }
    }

    @Override
    public boolean sharesTime(int slot) {
        return SharedSlot.sharesTimeAcquire(memory, slot);
    }

    @Override
    public boolean isRequested(int slot) {
        return SharedSlot.requestedAcquire(memory, slot);
    }

    @Override
    public long requestTime(int slot) {
        return SharedSlot.requestTimeAcquire(memory, slot);
    }

    @Override
    public int nextNew(int from, int end, TakenOver known) {
        VarHandle.acquireFence(); // one for all: with an acquire each, all is checked each time
        for (int slot = from; slot < end; slot++) {
            if (SharedSlot.requested(memory, slot)
                    && !known.contains(slot, SharedSlot.requestTime(memory, slot))) {
                return slot;
            }
        }
        return end;
    }

    @Override
    public void request(int slot, long time) {
        SharedSlot.requestRelease(memory, slot, time);
    }

    @Override
    public void clearRequest(int slot) {
        SharedSlot.requestClearedRelease(memory, slot);
    }

    @Override
    public void close() {
        file.close();
    }
}
