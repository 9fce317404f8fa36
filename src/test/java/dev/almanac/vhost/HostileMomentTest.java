// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.sys.Results.ok;
import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.util.SplittableRandom;

/**
 * A guest does something to its memory between any two of our looks at it, such as our check of a
 * number and our use of it: two others still exchange frames.
 */
@Timeout(60)
class HostileMomentTest {
    private static final long RINGS = 0x8000;

    enum Deed {
        TRUNCATES,
        PUNCHES,
        SCRIBBLES;

        void doTo(TestGuest guest, int moment) {
            switch (this) {
                case TRUNCATES -> ok(guest.sys.ftruncate(guest.memoryFile, 0));
                case PUNCHES -> {
                    ok(guest.sys.ftruncate(guest.memoryFile, 0));
                    long bytes = TestGuest.FILE_BASE + DriverRings.MEMORY;
                    ok(guest.sys.ftruncate(guest.memoryFile, bytes));
                }
                case SCRIBBLES -> {
                    SplittableRandom random = new SplittableRandom(moment);
                    for (long at = 0; at < RINGS; at++) {
                        guest.memory.set(JAVA_BYTE, at, (byte) random.nextInt(3));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void atAnyMoment(Deed deed) {
        int moment = 0;
        while (happensAt(moment, deed)) {
            moment++;
        }
        assertTrue(moment > 20, "only " + moment + " looks at memory");
    }

    /** False if there is no such moment. */
    private static boolean happensAt(int moment, Deed deed) {
        MemoryCalls calls = new MemoryCalls();
        NetworkSettings settings = NetworkSettings.ofDelay(DELAY);
        try (TestNetwork net = new TestNetwork(settings, calls.watched(), new FrameTap() {})) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest evil = net.join(3);
            evil.queueFrame(frame(255, 3, 60));
            evil.kick(TestGuest.TX);
            evil.expectOk(net, Request.VRING_KICK);
            calls.before(moment, () -> deed.doTo(evil, moment));
            net.send(a, frame(255, 1, 60));
            net.run();
            net.assertExchange(a, b);
            return calls.hasHappened();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("before look " + moment, e);
        }
    }

    /** The calls that look at guests' memory, counted. */
    private static final class MemoryCalls {
        private final Syscalls real = new LinuxSyscalls();
        private int left = -1;
        private Runnable deed = () -> {};

        Syscalls watched() {
            return (Syscalls)
                    Proxy.newProxyInstance(
                            Syscalls.class.getClassLoader(),
                            new Class<?>[] {Syscalls.class},
                            (proxy, method, arguments) -> {
                                String name = method.getName();
                                if ((name.equals("pread") || name.equals("pwrite"))
                                        && left >= 0
                                        && left-- == 0) {
                                    deed.run();
                                }
                                return method.invoke(real, arguments);
                            });
        }

        /** Does something once, before so many more calls have been made. */
        void before(int calls, Runnable something) {
            left = calls;
            deed = something;
        }

        boolean hasHappened() {
            return left < 0;
        }
    }
}
