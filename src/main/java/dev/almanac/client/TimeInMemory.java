// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import java.lang.foreign.MemorySegment;

/** What is shared in the memory that a calendar offers. */
final class TimeInMemory implements CommonTime {
    private final MemorySegment memory;
    private final int slot;

    TimeInMemory(MemorySegment memory, int slot) {
        this.memory = memory;
        this.slot = slot;
        SharedSlot.sharesTimeRelease(memory, slot);
    }

    @Override
    public long currentTime() {
        return SharedHeader.currentTimeAcquire(memory);
    }

    @Override
    public void currentTime(long now) {
        SharedHeader.currentTimeRelease(memory, now);
    }

    @Override
    public long freeUntil() {
        return SharedHeader.freeUntilAcquire(memory);
    }

    @Override
    public void lowerHorizon(long time) {
        if (before(time, freeUntil())) {
            SharedHeader.freeUntilRelease(memory, time);
        }
    }

    @Override
    public boolean runnerShares() {
        int runner = SharedHeader.runningIdAcquire(memory);
        return SharedSlot.offset(runner + 1) <= memory.byteSize()
                && SharedSlot.sharesTimeAcquire(memory, runner);
    }

    @Override
    public void request(long time) {
        SharedSlot.requestRelease(memory, slot, time);
    }

    @Override
    public void requestGranted() {
        SharedSlot.requestClearedRelease(memory, slot);
    }
}
