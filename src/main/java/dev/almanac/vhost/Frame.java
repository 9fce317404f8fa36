// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An Ethernet frame on its way, without the header that cards put before it. Used again and again.
 */
public final class Frame {
    /** The longest frame, in bytes. */
    static final int MAX_BYTES = 65_535;

    /** Two addresses and a type. */
    static final int MIN_BYTES = 14;

    private static final int USUAL_BYTES = 2048;

    private final Arena arena;
    private MemorySegment data;
    private int length;

    /** Where it came from. */
    @Nullable Port sender;

    /** Which one it is of all that were sent, from 1. */
    long number;

    /** When it is to be delivered. */
    long due;

    /** Which place it has among all that happens then. */
    long ticket;

    /** An empty frame, with memory of the caller's arena. */
    Frame(Arena arena) {
        this.arena = arena;
        data = arena.allocate(USUAL_BYTES, Long.BYTES);
    }

    /** Makes room for so many bytes, at most {@link #MAX_BYTES}, which become its length. */
    void resize(int bytes) {
        if (bytes > data.byteSize()) {
            data = arena.allocate(MAX_BYTES, Long.BYTES);
        }
        length = bytes;
    }

    /** Its bytes, from 0 on. */
    MemorySegment data() {
        return data;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Which one it is of all that were sent, from 1. */
    public long number() {
        return number;
    }

    /** Where it came from. */
    public @Nullable Port sender() {
        return sender;
    }

    /** How much memory it takes. */
    long footprint() {
        return data.byteSize();
    }

    long destination() {
        return EtherAddress.at(data, 0);
    }

    long source() {
        return EtherAddress.at(data, EtherAddress.BYTES);
    }
}
