// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.fuzz;

/**
 * A fuzzer's bytes, read from the front, so that what is inserted, removed or repeated among them
 * changes little else. At their end there are zeros.
 */
public final class Input {
    private final byte[] bytes;
    private int at;

    /** Nothing of it is read yet. */
    public Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether all of it is read. */
    public boolean isExhausted() {
        return at >= bytes.length;
    }

    /** The next byte: 0 to 255. */
    public int next() {
        return isExhausted() ? 0 : Byte.toUnsignedInt(bytes[at++]);
    }

    /** A number of 0 to before {@code bound}, at most 256, made of one byte. */
    public int below(int bound) {
        return next() % bound;
    }

    /**
     * A number that is often near another one and sometimes anything: made of one byte or of nine.
     */
    public long near(long center) {
        int first = next();
        if (first != 255) {
            return center + first - 100;
        }
        long any = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            any = any << 8 | next();
        }
        return any;
    }
}
