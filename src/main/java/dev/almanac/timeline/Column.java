// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Numbers of 64 bits, one after the other, and how they are packed into a page. One thread's. */
final class Column {
    private long[] numbers = new long[1024];
    private int size;

    void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return numbers[index];
    }

    int getInt(int index) {
        return Math.toIntExact(numbers[index]);
    }

    /** What has to be added to the number before, 0 before the first; wraps as times do. */
    Column differences() {
        Column differences = new Column();
        for (int i = 0; i < size; i++) {
            differences.add(numbers[i] - (i == 0 ? 0 : numbers[i - 1]));
        }
        return differences;
    }

    /** What has to be added to another column's numbers; wraps as times do. */
    Column minus(Column other) {
        Column differences = new Column();
        for (int i = 0; i < size; i++) {
            differences.add(numbers[i] - other.numbers[i]);
        }
        return differences;
    }

    /**
     * All numbers as base64. Each is a LEB128: seven bits a byte, the low ones first, the highest
     * bit says that more follow. The sign is in the lowest bit of the number, so that small ones
     * are short whatever their sign.
     */
    String packed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * size);
        for (int i = 0; i < size; i++) {
            long rest = numbers[i] << 1 ^ numbers[i] >> 63;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) (rest | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
