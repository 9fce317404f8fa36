// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static dev.almanac.calendar.Calendar.before;

import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import java.lang.foreign.MemorySegment;

/**
 * A participant's view of the memory that the calendar shares, in the participant's own time.
 *
 * <p>Belongs to the participant's thread.
 */
final class SharedClock {
    private final MemorySegment memory;
    private final int slot;
    private final long offset;

    /** Takes part from now on, the participant's own time 0: to be said before anything else. */
    SharedClock(MemorySegment memory, int slot) {
        this.memory = memory;
        this.slot = slot;
        offset = SharedHeader.currentTimeAcquire(memory);
        SharedSlot.sharesTimeRelease(memory, slot);
    }

    /** An own time as the calendar's. */
    long toCalendar(long own) {
        return own + offset;
    }

    /** The time of whoever runs, as far as it told. */
    long now() {
        return SharedHeader.currentTimeAcquire(memory) - offset;
    }

    /** Tells the time; only while this participant runs. */
    void tell(long now) {
        SharedHeader.currentTimeRelease(memory, now + offset);
    }

    /** Whether that time is before the horizon of whoever runs, who may go there by itself. */
    boolean isFree(long time) {
        return before(time + offset, SharedHeader.freeUntilAcquire(memory));
    }

    /** Whoever runs is to stop at that time, at the latest. */
    void stopRunnerAt(long time) {
        if (isFree(time)) {
            SharedHeader.freeUntilRelease(memory, time + offset);
        }
    }

    /** Whether whoever runs reads its horizon here; otherwise it has to be told by the calendar. */
    boolean runnerShares() {
        int runner = SharedHeader.runningIdAcquire(memory);
        return SharedSlot.offset(runner + 1) <= memory.byteSize()
                && SharedSlot.sharesTimeAcquire(memory, runner);
    }

    /** Asks to run. */
    void request(long time) {
        SharedSlot.requestRelease(memory, slot, time + offset);
    }

    /** The request is granted. */
    void requestGranted() {
        SharedSlot.requestClearedRelease(memory, slot);
    }
}
