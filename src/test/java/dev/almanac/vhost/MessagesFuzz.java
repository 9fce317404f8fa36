// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.almanac.fuzz.Input;

import java.util.Arrays;

/**
 * A guest that says anything, with any descriptors, on both its connections, whether its card works
 * already or not. Nothing of it is an exception; two others still exchange frames, and no
 * descriptor is left open.
 */
class MessagesFuzz {
    /** Numbers that mean something, besides small ones. */
    private static final int[] NUMBERS = {
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        256,
        4096,
        65_536,
        (int) DriverRings.GUEST_BASE,
        (int) DriverRings.MEMORY,
        (int) (TestGuest.USER_BASE >>> 32),
        (int) Feature.PROTOCOL_FEATURES,
        (int) Feature.NEEDED,
    };

    private static final int SMALL_NUMBERS = 256 - NUMBERS.length;

    /** Mostly right for what is said, sometimes not. */
    private static final int[] SIZES = {8, 8, 8, 8, 0, 40, 72, 12, 18, 4, 136, 20};

    private static final int[] COUNTS = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 8, 9, 253};

    @FuzzTest
    void costAtMostTheConnection(byte[] bytes) {
        Input input = new Input(bytes);
        try (TestNetwork net = TestNetwork.ofDelay(input.below(2) * DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest evil = input.below(2) == 0 ? net.connect(3) : net.join(3);
            while (!input.isExhausted() && !evil.isCut()) {
                if (input.below(8) == 0 && evil.backChannel >= 0) {
                    answer(evil, input);
                } else {
                    say(evil, input);
                }
                net.pump();
                net.run();
            }
            net.assertExchange(a, b);
        }
    }

    /** A message, whole or its begin: the next one then is what is missing. */
    private static void say(TestGuest evil, Input input) {
        int request = input.below(64);
        int flags = input.below(16);
        int size = SIZES[input.below(SIZES.length)];
        for (int at = 0; at < size; at += Integer.BYTES) {
            evil.out().set(JAVA_INT, VhostHeader.SIZE + at, number(input));
        }
        VhostHeader.put(evil.out(), 0, request, flags < 10 ? 9 : flags, size);
        int how = input.next();
        int[] descriptors = new int[COUNTS[how & 15]];
        Arrays.fill(descriptors, how < 128 ? evil.memoryFile : evil.far);
        if (evil.far < 0) {
            Arrays.fill(descriptors, evil.memoryFile);
        }
        int bytes = VhostHeader.SIZE + size;
        boolean cut = how >> 4 == 7;
        evil.raw(cut ? 1 + input.below(bytes) : bytes, descriptors);
    }

    /** An answer, or something else, on the back channel. */
    private static void answer(TestGuest evil, Input input) {
        VhostHeader.put(evil.out(), 0, Request.BACK_VRING_CALL, input.below(8), input.below(16));
        evil.out().set(JAVA_BYTE, VhostHeader.SIZE, (byte) input.next());
        evil.sys.send(evil.backChannel, evil.out(), input.below(32), 0);
    }

    private static int number(Input input) {
        int first = input.next();
        return first < SMALL_NUMBERS ? first : NUMBERS[first - SMALL_NUMBERS];
    }
}
