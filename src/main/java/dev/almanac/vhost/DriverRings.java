// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of a guest that is played, and what its driver reads and writes there: two rings, and
 * a buffer for each of their entries.
 *
 * <p>Belongs to the driver's thread.
 */
final class DriverRings {
    /** Where it is for the guest. */
    static final long GUEST_BASE = 0x10_0000L;

    static final long MEMORY = 0x20_0000;
    static final int BUFFER = 2048;
    static final int ENTRIES = 256;

    private static final int NUM_BUFFERS = 10;
    private static final int RX = Station.RECEIVE;
    private static final int TX = Station.TRANSMIT;

    // Where all is in memory: for each queue its descriptors, and behind them its two rings.
    static final long AVAILABLE = 0x1000;
    static final long USED = 0x2000;
    private static final long RING = 0x4000;
    private static final long BUFFERS = 0x2_0000;

    private final MemorySegment memory;
    private final int[] offered = new int[2];
    private final int[] seenUsed = new int[2];

    /** How many bytes stand before a frame. */
    int header = Feature.headerBytes(0);

    /** What it writes there. */
    byte headerFill;

    DriverRings(MemorySegment memory) {
        this.memory = memory;
    }

    /** Begins anew with a queue. */
    void clear(int queue) {
        memory.asSlice(ring(queue), RING).fill((byte) 0);
        offered[queue] = 0;
        seenUsed[queue] = 0;
    }

    static long ring(int queue) {
        return queue * RING;
    }

    static long buffer(int queue, int index) {
        return BUFFERS + ((long) queue * ENTRIES + index) * BUFFER;
    }

    void descriptor(int queue, int index, long address, int length, int flags, int next) {
        long at = ring(queue) + 16L * index;
        memory.set(JAVA_LONG, at, address);
        memory.set(JAVA_INT, at + 8, length);
        memory.set(JAVA_SHORT, at + 12, (short) flags);
        memory.set(JAVA_SHORT, at + 14, (short) next);
    }

    /** Makes a chain available. */
    void offer(int queue, int head) {
        long available = ring(queue) + AVAILABLE;
        memory.set(JAVA_SHORT, available + 4 + 2L * (offered[queue] & ENTRIES - 1), (short) head);
        available(queue, ++offered[queue]);
    }

    void available(int queue, int idx) {
        memory.set(JAVA_SHORT, ring(queue) + AVAILABLE + 2, (short) idx);
    }

    int usedIdx(int queue) {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT, ring(queue) + USED + 2));
    }

    int usedLength(int queue, int place) {
        return memory.get(JAVA_INT, ring(queue) + USED + 8 + 8L * (place & ENTRIES - 1));
    }

    /** All that there can be. */
    void offerReceiveBuffers() {
        for (int i = 0; i < ENTRIES; i++) {
            descriptor(RX, i, GUEST_BASE + buffer(RX, i), header + 1518, VringDescriptor.WRITE, 99);
            offer(RX, i);
        }
    }

    /** Puts a frame behind a header into the transmit queue, as two descriptors. */
    void queueFrame(byte[] frame) {
        int slot = offered[TX] * 2 & ENTRIES - 1;
        long at = buffer(TX, slot);
        memory.asSlice(at, header).fill(headerFill);
        MemorySegment.copy(frame, 0, memory, JAVA_BYTE, at + header, frame.length);
        descriptor(TX, slot, GUEST_BASE + at, header, VringDescriptor.NEXT, slot + 1);
        descriptor(TX, slot + 1, GUEST_BASE + at + header, frame.length, 0, 77);
        offer(TX, slot);
    }

    /** The frames that came since it was asked last; their buffers are offered again. */
    List<byte[]> received() {
        List<byte[]> frames = new ArrayList<>();
        while (seenUsed[RX] != usedIdx(RX)) {
            long entry = ring(RX) + USED + 4 + 8L * (seenUsed[RX] & ENTRIES - 1);
            seenUsed[RX] = seenUsed[RX] + 1 & 0xffff;
            int head = memory.get(JAVA_INT, entry);
            int length = memory.get(JAVA_INT, entry + 4);
            byte[] bytes = memory.asSlice(buffer(RX, head), length).toArray(JAVA_BYTE);
            checkHeader(bytes);
            frames.add(Arrays.copyOfRange(bytes, header, length));
            offer(RX, head);
        }
        return frames;
    }

    /** All zero, but for the number of buffers, which is one. */
    private void checkHeader(byte[] bytes) {
        for (int i = 0; i < header; i++) {
            if (bytes[i] != (i == NUM_BUFFERS ? 1 : 0)) {
                throw new IllegalStateException(
                        "byte %d before a frame is %d".formatted(i, bytes[i]));
            }
        }
    }
}
