// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.DriverRings.BUFFER;
import static dev.almanac.vhost.DriverRings.GUEST_BASE;
import static dev.almanac.vhost.TestGuest.REPLY;
import static dev.almanac.vhost.TestGuest.RX;
import static dev.almanac.vhost.TestGuest.TX;
import static dev.almanac.vhost.TestGuest.USER_BASE;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.sys.Linux;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * What a guest whose card works can send, offer to receive into and answer, each followed by the
 * same check: what it costs is that card's connection and one line, or less, and two others still
 * exchange frames.
 */
@Timeout(60)
class HostileFramesTest {
    private static final byte[] FROM_ALL = frame(1, 255, 60);

    private static final List<HostileDeed> DEEDS =
            List.of(
                    new HostileDeed("half a header, then silence", "", (net, evil) -> evil.raw(5)),
                    new HostileDeed(
                            "no payload, then silence",
                            "",
                            (net, evil) -> {
                                VhostHeader.put(evil.out(), 0, Request.SET_FEATURES, 1, 8);
                                evil.raw(12);
                            }),
                    new HostileDeed(
                            "sends its rings",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(TX, 0, GUEST_BASE, 70, 0, 0);
                                evil.rings.offer(TX, 0);
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "both queues in the same rings",
                            "",
                            (net, evil) -> {
                                evil.enable(net, TX, 0);
                                evil.sendAddresses(TX, USER_BASE);
                                evil.expectOk(net, Request.SET_VRING_ADDR);
                                evil.enable(net, TX, 1);
                                net.run();
                            }),
                    new HostileDeed(
                            "a ring within itself",
                            "",
                            (net, evil) -> {
                                evil.enable(net, TX, 0);
                                addresses(evil, 0, 0, 0);
                                evil.expectOk(net, Request.SET_VRING_ADDR);
                                evil.state(Request.SET_VRING_BASE, 1 | REPLY, TX, 0);
                                evil.expectOk(net, Request.SET_VRING_BASE);
                                evil.memory.asSlice(0, 64).fill((byte) 0);
                                evil.enable(net, TX, 1);
                                net.kickAndRun(evil);
                            }),
                    misaligned("available ring at an odd address", 0x1001, 0x2000),
                    misaligned("used ring not aligned", 0x1000, 0x2002),
                    new HostileDeed(
                            "kicks while it is off",
                            "",
                            (net, evil) -> {
                                evil.enable(net, TX, 0);
                                evil.queueFrame(frame(255, 3, 60));
                                net.kickAndRun(evil);
                                assertEquals(0, evil.rings.usedIdx(TX));
                            }),
                    new HostileDeed(
                            "offloads in the header",
                            "",
                            (net, evil) -> {
                                net.send(evil, frame(255, 3, 60)); // its header is all 0x5a
                                net.run();
                                // Its header is zeros there, or this fails.
                                assertEquals(1, net.guests.getFirst().received().size());
                            }),
                    new HostileDeed(
                            "a group as its address",
                            "",
                            (net, evil) -> {
                                net.send(evil, FROM_ALL);
                                net.run();
                            }),
                    new HostileDeed(
                            "zero as its address",
                            "",
                            (net, evil) -> {
                                byte[] zero = frame(255, 3, 60);
                                Arrays.fill(zero, 6, 12, (byte) 0);
                                net.send(evil, zero);
                                net.run();
                            }),
                    new HostileDeed(
                            "the address of another",
                            "",
                            (net, evil) -> {
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.send(evil, frame(255, 1, 60));
                                net.run();
                                net.guests.getFirst().received();
                                net.send(net.guests.get(1), frame(1, 2, 60));
                                net.run();
                                assertEquals(1, net.guests.getFirst().received().size());
                            }),
                    new HostileDeed(
                            "empty chains",
                            "",
                            (net, evil) -> {
                                for (int i = 0; i < 64; i++) {
                                    int flags = i == 63 ? 0 : VringDescriptor.NEXT;
                                    evil.rings.descriptor(TX, i, GUEST_BASE, 0, flags, i + 1);
                                }
                                evil.rings.offer(TX, 0);
                                net.kickAndRun(evil);
                                assertEquals(1, evil.rings.usedIdx(TX));
                            }),
                    new HostileDeed(
                            "nowhere to receive",
                            "",
                            (net, evil) -> {
                                evil.rings.available(RX, 0);
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                            }),
                    new HostileDeed(
                            "a byte to receive into",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(
                                        RX, 0, GUEST_BASE, 1, VringDescriptor.WRITE, 0);
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                                assertEquals(0, evil.rings.usedIdx(RX));
                            }),
                    new HostileDeed(
                            "receives into its rings",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(
                                        RX, 0, GUEST_BASE, BUFFER, VringDescriptor.WRITE, 0);
                                net.send(net.guests.getFirst(), frame(255, 1, 1514));
                                net.run();
                                assertEquals(1, evil.rings.usedIdx(RX));
                            }),
                    new HostileDeed(
                            "answers of a wrong size",
                            "answered a call with flags 0x5 and 4 bytes",
                            (net, evil) -> {
                                beginCall(net, evil);
                                answer(net, evil, 4, 16);
                            }),
                    new HostileDeed(
                            "answers without end",
                            "answered a call with flags 0x5 and 4294967295 bytes",
                            (net, evil) -> {
                                beginCall(net, evil);
                                answer(net, evil, -1, 12);
                            }),
                    new HostileDeed(
                            "answers byte by byte",
                            "",
                            (net, evil) -> {
                                beginCall(net, evil);
                                MemorySegment answer = net.fds.buffer(24);
                                VhostHeader.put(answer, 0, Request.BACK_VRING_CALL, 5, 8);
                                for (int i = 0; i < 20; i++) {
                                    net.sys.send(evil.backChannel, answer.asSlice(i), 1, 0);
                                    net.pump();
                                }
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "half an answer and the end",
                            "",
                            (net, evil) -> {
                                beginCall(net, evil);
                                answer(net, evil, 8, 15);
                                evil.die();
                                net.pump();
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "a full back channel",
                            "does not read its calls",
                            (net, evil) -> {
                                fill(net, evil);
                                evil.answersCalls = false;
                                evil.queueFrame(frame(255, 3, 60));
                                net.kickAndRun(evil);
                            }));

    static List<HostileDeed> deeds() {
        return DEEDS;
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void costsAtMostTheConnection(HostileDeed deed) {
        deed.check(net -> net.join(3));
    }

    private static HostileDeed misaligned(String name, long available, long used) {
        return new HostileDeed(
                name,
                "has a queue that is not aligned",
                (net, evil) -> {
                    evil.enable(net, TX, 0);
                    addresses(evil, 0, available, used);
                });
    }

    /** Lets the network wait for the answer to a call. */
    private static void beginCall(TestNetwork net, TestGuest evil) {
        net.beginCallOf(evil);
        evil.takeCall();
    }

    /** Sends the first bytes of an answer that says of itself that it has so many. */
    private static void answer(TestNetwork net, TestGuest evil, int size, int bytes) {
        MemorySegment answer = net.fds.buffer(24);
        VhostHeader.put(answer, 0, Request.BACK_VRING_CALL, VhostHeader.FLAGS_REPLY, size);
        assertEquals(bytes, net.sys.send(evil.backChannel, answer, bytes, Linux.MSG_NOSIGNAL));
        net.pump();
    }

    /** The transmit queue's rings, relative to the guest's memory. */
    private static void addresses(TestGuest evil, long table, long available, long used) {
        evil.sendAddresses(TX, USER_BASE + table, USER_BASE + available, USER_BASE + used);
    }

    /** Leaves no room in the channel by which it is called: it has our end of it, too. */
    private static void fill(TestNetwork net, TestGuest evil) {
        MemorySegment bytes = net.fds.buffer(4096);
        long n;
        do {
            n = net.sys.send(evil.far, bytes, 4096, Linux.MSG_DONTWAIT);
        } while (n > 0);
    }
}
