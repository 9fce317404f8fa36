// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.sys.Results.ok;
import static dev.almanac.vhost.TestGuest.RX;
import static dev.almanac.vhost.TestGuest.TX;
import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.almanac.fuzz.Input;

/**
 * A guest whose card works and that writes anything into its rings, its descriptors and the rest of
 * its memory, and makes that shorter. Nothing of it is an exception; two others still exchange
 * frames, and no descriptor is left open.
 */
class RingsFuzz {
    /** What is written around: rings begin and end near the multiples of it. */
    private static final long LANDMARK = 0x1000;

    @FuzzTest
    void costAtMostTheConnection(byte[] bytes) {
        Input input = new Input(bytes);
        try (TestNetwork net = TestNetwork.ofDelay(input.below(2) * DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest evil = net.join(3);
            while (!input.isExhausted() && !evil.isCut()) {
                step(net, evil, input);
            }
            net.assertExchange(a, b);
        }
    }

    private static void step(TestNetwork net, TestGuest evil, Input input) {
        int what = input.next();
        int queue = what >> 7;
        switch (what & 7) {
            case 0, 1 -> describe(evil, queue, input);
            case 2 -> evil.rings.offer(queue, input.below(256) + (what >> 6 & 1));
            case 3 -> evil.rings.available(queue, (int) input.near(what >> 3));
            case 4 -> write(evil, input);
            case 5 -> evil.queueFrame(frame(input.next(), input.next(), 12 + input.next()));
            case 6 -> {
                net.send(net.guests.getFirst(), frame(255, 1, 60 + input.next()));
                net.run();
            }
            default -> speak(net, evil, input);
        }
    }

    private static void describe(TestGuest evil, int queue, Input input) {
        long address = DriverRings.GUEST_BASE + LANDMARK * input.below(8) + input.near(0);
        int length = (int) input.near(100) * (1 + input.below(12));
        evil.rings.descriptor(queue, input.next(), address, length, input.next(), input.next());
    }

    private static void write(TestGuest evil, Input input) {
        long at = LANDMARK * input.below(8) + 2L * input.next();
        evil.memory.set(JAVA_SHORT, at, (short) input.near(0));
    }

    private static void speak(TestNetwork net, TestGuest evil, Input input) {
        int what = input.next();
        int queue = what >> 7;
        switch (what & 7) {
            case 0 -> evil.state(Request.GET_VRING_BASE, 1, queue, 0);
            case 1 -> evil.state(Request.SET_VRING_ENABLE, 1, queue, what >> 3 & 1);
            case 2 -> evil.state(Request.SET_VRING_NUM, 1, queue, 1 << (what >> 3 & 15));
            case 3 -> evil.state(Request.SET_VRING_BASE, 1, queue, (int) input.near(0));
            case 4 -> evil.sendAddresses(queue, TestGuest.USER_BASE + LANDMARK * input.below(8));
            case 5 -> makeShorter(evil, input);
            default -> evil.state(Request.VRING_KICK, 1, what >> 6 & 1, 0);
        }
        net.pump();
        net.run();
    }

    /** For a moment: the test itself writes that memory, too. */
    private static void makeShorter(TestGuest evil, Input input) {
        long bytes = TestGuest.FILE_BASE + DriverRings.MEMORY;
        ok(evil.sys.ftruncate(evil.memoryFile, LANDMARK * input.below(16)));
        ok(evil.sys.ftruncate(evil.memoryFile, bytes));
        evil.kick(RX);
        evil.kick(TX);
    }
}
