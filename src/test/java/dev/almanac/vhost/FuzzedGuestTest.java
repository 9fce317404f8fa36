// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/** A guest that writes anything into its rings and says anything, and comes back when it is cut. */
@Timeout(120)
class FuzzedGuestTest {
    private static final int STEPS = 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoOthersGoOn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (TestNetwork net = TestNetwork.ofDelay(random.nextBoolean() ? DELAY : 0)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest evil = net.join(3);
            for (int step = 0; step < STEPS; step++) {
                if (isGone(net)) {
                    evil.answersCalls = false;
                    evil = net.join(3);
                }
                if (random.nextInt(3) == 0) {
                    say(evil, random);
                } else {
                    scribble(evil, random);
                }
                net.pump();
                net.run();
                if (step % 100 == 0) {
                    net.assertExchange(a, b);
                }
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static boolean isGone(TestNetwork net) {
        long ended = net.journal.lines.stream().filter(l -> l.equals("disconnected id:3")).count();
        long begun =
                net.journal.lines.stream()
                        .filter(l -> l.startsWith("connected ") && l.endsWith(" id:3"))
                        .count();
        return begun == ended;
    }

    /** A message of any kind, mostly of the right length. */
    private static void say(TestGuest evil, SplittableRandom random) {
        int request = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(40);
        int size = random.nextInt(4) == 0 ? random.nextInt(200) : 8;
        for (int i = 0; i < size; i += 4) {
            evil.out().set(JAVA_INT, 12 + i, number(random));
        }
        int[] fds = new int[random.nextInt(4) == 0 ? random.nextInt(12) : 0];
        java.util.Arrays.fill(fds, random.nextBoolean() ? evil.memoryFile : evil.socket);
        evil.request(request, random.nextInt(10) == 0 ? random.nextInt(16) : 9, size, fds);
    }

    /** Anything in the rings, with a preference for numbers that mean something; then a kick. */
    private static void scribble(TestGuest evil, SplittableRandom random) {
        for (int i = random.nextInt(8); i > 0; i--) {
            int queue = random.nextInt(2);
            long at = DriverRings.ring(queue) + 2L * random.nextInt(0x1300);
            evil.memory.set(JAVA_SHORT, at, (short) number(random));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            int index = random.nextInt(256);
            evil.rings.descriptor(
                    TestGuest.TX,
                    index,
                    DriverRings.GUEST_BASE + random.nextLong(-20, DriverRings.MEMORY),
                    random.nextInt(3) == 0 ? number(random) : random.nextInt(1600),
                    random.nextInt(8) == 0 ? random.nextInt(8) : random.nextInt(2),
                    random.nextInt(260));
            evil.rings.offer(TestGuest.TX, index);
        }
        evil.memory.set(JAVA_BYTE, DriverRings.buffer(1, 0), (byte) random.nextInt());
        evil.kick(random.nextInt(2));
    }

    private static int number(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(3);
            case 2 -> 1 << random.nextInt(32);
            case 3 -> -random.nextInt(3);
            default -> random.nextInt(300);
        };
    }
}
