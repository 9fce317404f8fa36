// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Keeps to the rules: asks for a time, waits, runs then, and asks for a later one. */
final class PunctualPeer extends ImaginaryPeer {
    private static final int START = 1;
    private static final int REQUEST = 2;
    private static final int WAIT = 3;

    private final int step;
    private final MemorySegment message = Arena.ofAuto().allocate(Message.LAYOUT);
    private int begun;
    private long asked;
    private int turns;

    /** One that asks to start, and later for times that are so far apart. */
    PunctualPeer(int id, int step) {
        this.step = step;
        says(Op.START, START, id);
    }

    /** How often it was told to run. */
    int turns() {
        return turns;
    }

    @Override
    void hears(MemorySegment bytes) {
        for (long from = 0; from < bytes.byteSize(); ) {
            long length = Math.min(Message.SIZE - begun, bytes.byteSize() - from);
            MemorySegment.copy(bytes, from, message, begun, length);
            from += length;
            begun += (int) length;
            if (begun == Message.SIZE) {
                begun = 0;
                hears(Message.op(message, 0), Message.seq(message, 0), Message.time(message, 0));
            }
        }
    }

    private void hears(int op, int seq, long time) {
        if (op == Op.RUN) {
            assertEquals(asked, time, "the time that it asked for");
            turns++;
        }
        if (op != Op.ACK) {
            says(Op.ACK, seq, 0);
        }
        if (op == Op.RUN || (op == Op.ACK && seq == START)) {
            asked += step;
            says(Op.REQUEST, REQUEST, asked);
        } else if (op == Op.ACK && seq == REQUEST) {
            says(Op.WAIT, WAIT, -1);
        }
    }
}
