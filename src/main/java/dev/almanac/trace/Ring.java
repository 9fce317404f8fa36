// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory for the last few thousand events: each overwrites the oldest. */
final class Ring implements Tape {
    /** How many there are. */
    static final int EVENTS = 4096;

    private final MemorySegment memory =
            Arena.ofAuto().allocate((long) EVENTS * EventRecord.SIZE, Long.BYTES);

    /** Where the {@code index}-th event of all is. */
    static long offset(long index) {
        return index % EVENTS * EventRecord.SIZE;
    }

    @Override
    public MemorySegment next() {
        return memory;
    }
}
