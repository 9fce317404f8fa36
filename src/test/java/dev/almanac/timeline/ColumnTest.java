// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** No number is changed on its way into a page. */
class ColumnTest {
    private static final List<Long> EDGES =
            List.of(
                    0L,
                    1L,
                    -1L,
                    63L,
                    64L,
                    -64L,
                    -65L,
                    (1L << 28) - 1,
                    1L << 28,
                    1L << 31,
                    1L << 32,
                    (1L << 53) + 1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);

    private static Column columnOf(List<Long> numbers) {
        Column column = new Column();
        numbers.forEach(column::add);
        return column;
    }

    /** As the page does it. */
    private static List<Long> unpacked(String text) {
        List<Long> numbers = new ArrayList<>();
        long number = 0;
        int shift = 0;
        for (byte bits : Base64.getDecoder().decode(text)) {
            number |= (bits & 0x7fL) << shift;
            shift += 7;
            if (bits >= 0) {
                numbers.add(number >>> 1 ^ -(number & 1));
                number = 0;
                shift = 0;
            }
        }
        return numbers;
    }

    private static List<Long> sums(List<Long> numbers) {
        List<Long> sums = new ArrayList<>();
        long sum = 0;
        for (long number : numbers) {
            sum += number;
            sums.add(sum);
        }
        return sums;
    }

    @Test
    void allSixtyFourBitsAreKept() {
        assertEquals(EDGES, unpacked(columnOf(EDGES).packed()));
    }

    @Test
    void differencesAddUpToTheNumbersThoughTheyWrap() {
        assertEquals(EDGES, sums(unpacked(columnOf(EDGES).differences().packed())));
    }

    @Test
    void smallNumbersTakeAByte() {
        assertEquals(
                5,
                Base64.getDecoder()
                        .decode(columnOf(List.of(0L, 1L, -1L, 63L, -64L)).packed())
                        .length);
    }

    @Test
    void anythingIsKept() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Long> numbers = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(random.nextLong() >> random.nextInt(64));
            others.add(random.nextLong() >> random.nextInt(64));
        }
        Column column = columnOf(numbers);
        Column other = columnOf(others);
        List<Long> differences = unpacked(column.minus(other).packed());
        for (int i = 0; i < differences.size(); i++) {
            assertEquals(numbers.get(i), others.get(i) + differences.get(i), "seed " + seed);
        }
        assertEquals(numbers, sums(unpacked(column.differences().packed())), "seed " + seed);
    }

    @Test
    void nothingIsAnEmptyText() {
        assertEquals("", new Column().packed());
        assertEquals("", new Column().differences().packed());
    }
}
