// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Ethernet addresses as numbers: 48 bits, the first byte highest. */
public final class EtherAddress {
    /** Bytes of an address. */
    static final int BYTES = 6;

    /** No address at all. */
    static final long NONE = -1;

    private EtherAddress() {}

    static long at(MemorySegment segment, long offset) {
        long address = 0;
        for (int i = 0; i < BYTES; i++) {
            address = address << 8 | Byte.toUnsignedLong(segment.get(JAVA_BYTE, offset + i));
        }
        return address;
    }

    static byte[] bytes(long address) {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (address >> (8 * (BYTES - 1 - i)));
        }
        return bytes;
    }

    /** Whether it stands for several stations: the lowest bit of the first byte. */
    static boolean isGroup(long address) {
        return (address & 1L << 40) != 0;
    }

    /** As people write it: 02:00:00:00:00:01. */
    public static String toString(long address) {
        StringBuilder text = new StringBuilder(3 * BYTES);
        for (byte b : bytes(address)) {
            text.append(text.isEmpty() ? "" : ":");
            text.append(Character.forDigit(b >> 4 & 0xf, 16))
                    .append(Character.forDigit(b & 0xf, 16));
        }
        return text.toString();
    }
}
