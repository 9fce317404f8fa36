// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

/**
 * One event of a recording. What number and value are depends on the type.
 *
 * @param type what happened
 * @param participant whom it happened to: its number, from 1; 0 for nobody in particular
 * @param op an operation of the protocol, or another small number: 0 to 255
 * @param number any 32 bits
 * @param time when, in nanoseconds of simulated time
 * @param real when, in nanoseconds of real time since the recording began
 * @param value any 64 bits
 */
public record Event(
        EventType type, int participant, int op, int number, long time, long real, long value) {
    /** The op of a message whose operation nobody defined. */
    public static final int UNKNOWN_OP = 255;

    /** The op of {@link EventType#ENDED} where the recording ended before the run. */
    public static final int CUT_OFF = 255;

    /** The op of {@link EventType#ENDED} where the run was told to stop. */
    public static final int STOPPED = 128;

    /** Of {@link EventType#RECEIVED} and {@link EventType#SENT}: its name; null if it has none. */
    public @Nullable String opName() {
        return op == UNKNOWN_OP ? null : Op.name(op);
    }

    /** Of {@link EventType#GRANTED} and {@link EventType#WAITED}: it reads times in memory. */
    public boolean sharesTime() {
        return op == 1;
    }

    /** Of {@link EventType#FRAME_SENT} and {@link EventType#FRAME_DELIVERED}: how long it is. */
    public int bytes() {
        return (int) value;
    }

    /** Of {@link EventType#FRAME_DELIVERED}: the number of whom it is from; 0 if that is gone. */
    public int from() {
        return (int) (value >>> 32);
    }
}
