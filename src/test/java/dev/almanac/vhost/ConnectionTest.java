// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/** What a guest's connection goes through from its begin to its end. */
@Timeout(60)
class ConnectionTest {
    /** What was sent before the queue is switched off is on its way; the guest frees its memory. */
    @Test
    void whatWasSentBeforeSwitchingOffArrives() {
        for (long delay : new long[] {0, DELAY}) {
            try (TestNetwork net = TestNetwork.ofDelay(delay)) {
                TestGuest a = net.join(1);
                TestGuest b = net.join(2);
                net.send(a, frame(255, 1, 60));
                a.enable(net, TestGuest.TX, 0);
                assertEquals(1, a.rings.usedIdx(TestGuest.TX));
                a.memory.fill((byte) 0);
                net.run();
                assertArrayEquals(frame(255, 1, 60), TestNetwork.last(b.received()));
                assertEquals(0, a.callsAnswered);
            }
        }
    }

    /** A guest keeps its kicks to itself while it suspends its card. */
    @Test
    void switchingOnIsAKickWhereSomethingWaits() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            assertTrue(net.clock.asleep, "nothing waited at first");
            a.enable(net, TestGuest.TX, 0);
            a.queueFrame(frame(255, 1, 60));
            a.enable(net, TestGuest.TX, 1);
            net.run();
            assertEquals(1, b.received().size());
        }
    }

    /** An unbound and bound driver sets up its queues again on the same connection. */
    @Test
    void aDriverCanComeBack() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            net.assertExchange(a, b);
            for (int queue = 1; queue >= 0; queue--) {
                a.enable(net, queue, 0);
            }
            a.number(Request.SET_FEATURES, 9, Feature.PROTOCOL_FEATURES);
            a.expectOk(net, Request.SET_FEATURES);
            a.sendMemory();
            a.expectOk(net, Request.SET_MEM_TABLE);
            for (int queue = 0; queue < 2; queue++) {
                a.setUpQueue(net, queue);
                a.enable(net, queue, 1);
            }
            a.rings.offerReceiveBuffers();
            net.assertExchange(a, b);
        }
    }

    @Test
    void getVringBaseStopsTheQueue() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            net.send(a, frame(255, 1, 60));
            net.run();
            a.state(Request.GET_VRING_BASE, 1, TestGuest.TX, 0);
            net.pump();
            assertEquals(1L << 32 | TestGuest.TX, a.numberReply(Request.GET_VRING_BASE));
            a.queueFrame(frame(255, 1, 60));
            a.kick(TestGuest.TX);
            a.expectOk(net, Request.VRING_KICK);
            net.run();
            assertEquals(1, a.rings.usedIdx(TestGuest.TX));
        }
    }

    /** Bytes come one by one, or several messages at once. */
    @Test
    void messagesMayComeInAnyPieces() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.connect(1);
            VhostHeader.put(a.out(), 0, Request.SET_FEATURES, 9, 8);
            a.out().set(JAVA_LONG_UNALIGNED, 12, Feature.PROTOCOL_FEATURES);
            VhostHeader.put(a.out(), 20, Request.GET_FEATURES, 1, 0);
            MemorySegment all = a.out().asSlice(0, 32);
            for (int i = 0; i < 32; i++) {
                assertEquals(1, net.sys.send(a.socket, all.asSlice(i), 1, 0));
                net.pump();
            }
            assertEquals(0, a.numberReply(Request.SET_FEATURES));
            assertEquals(Feature.PROTOCOL_FEATURES, a.numberReply(Request.GET_FEATURES));
            for (int i = 0; i < 3; i++) {
                MemorySegment.copy(all, 0, a.out(), 32L * i, 32);
            }
            a.raw(96);
            net.pump();
            for (int i = 0; i < 3; i++) {
                assertEquals(0, a.numberReply(Request.SET_FEATURES));
                assertEquals(Feature.PROTOCOL_FEATURES, a.numberReply(Request.GET_FEATURES));
            }
        }
    }

    @Test
    void aGuestIsToldItsAddress() {
        NetworkSettings settings =
                new NetworkSettings(LinkSettings.ofDelay(DELAY), true, false, true);
        try (TestNetwork net = new TestNetwork(settings)) {
            TestGuest a = net.connect(0x1234);
            a.request(Request.GET_FEATURES, 1, 0);
            a.request(Request.GET_PROTOCOL_FEATURES, 1, 0);
            a.number(Request.SET_FEATURES, 9, Feature.PROTOCOL_FEATURES | Feature.MAC);
            net.pump();
            assertEquals(1L << 30 | 1L << 5, a.numberReply(Request.GET_FEATURES));
            assertEquals(0x4228, a.numberReply(Request.GET_PROTOCOL_FEATURES));
            assertEquals(0, a.numberReply(Request.SET_FEATURES));
            assertEquals("02:00:00:00:12:34", EtherAddress.toString(readAddress(net, a)));
            config(a, Request.SET_CONFIG, 9, 5, 1);
            a.expectOk(net, Request.SET_CONFIG);
            assertEquals("02:00:00:00:12:77", EtherAddress.toString(readAddress(net, a)));
        }
    }

    /** Guests die in each role; the others go on. */
    @Test
    void deathCostsNobodyElse() {
        for (String role : List.of("kicked", "sender", "receiver", "called", "broadcast")) {
            try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
                TestGuest evil = net.join(3);
                TestGuest a = net.join(1);
                TestGuest b = net.join(2);
                TestGuest sender = role.equals("receiver") || role.equals("broadcast") ? a : evil;
                net.send(sender, frame(255, 3, 60));
                if (role.equals("called")) {
                    assertFalse(net.network.turn(net.clock.now));
                } else if (!role.equals("kicked")) {
                    net.takeTurn();
                }
                if (role.equals("broadcast")) {
                    net.clock.now = net.clock.wakeTime;
                    assertFalse(net.network.turn(net.clock.now));
                    assertEquals("id:3", Objects.requireNonNull(net.network.awaited()).name());
                }
                evil.die();
                net.pump();
                if (role.equals("broadcast")) {
                    assertEquals("id:2", Objects.requireNonNull(net.network.awaited()).name());
                    net.guests.forEach(TestGuest::answerCalls);
                    net.pump();
                    assertEquals(2, net.clock.turnsEnded, role);
                }
                net.run();
                int expected = role.equals("kicked") ? 0 : 1;
                assertEquals(expected, b.received().size(), role);
                net.assertExchange(a, b);
            }
        }
    }

    /**
     * Whether its death or the call is noticed first is a matter of luck; nothing is said of it.
     */
    @Test
    void deathIsNotMisbehaviourWhenACallFindsIt() {
        for (boolean leavesCallUnread : new boolean[] {false, true}) { // EPIPE, ECONNRESET
            try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
                TestGuest a = net.join(1);
                TestGuest b = net.join(2);
                TestGuest dying = net.join(3);
                net.send(dying, frame(255, 3, 60));
                if (leavesCallUnread) {
                    assertFalse(net.network.turn(net.clock.now));
                    dying.answer(VhostHeader.FLAGS_REPLY, 0);
                    net.pump();
                    net.send(dying, frame(255, 3, 60));
                }
                dying.die();
                net.run();
                assertTrue(net.journal.has("disconnected id:3"));
                assertFalse(net.journal.has("id:3 "), net.journal.lines::toString);
                net.assertExchange(a, b);
            }
        }
    }

    @Test
    void manyComeAndGo() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            for (int i = 0; i < 1000; i++) {
                TestGuest c = net.connect(3);
                if (i % 2 == 0) {
                    c.request(Request.SET_OWNER, 1, 0);
                    net.pump();
                }
                c.die();
                net.pump();
                c.release(c.memoryFile);
            }
            net.assertExchange(a, b);
            assertEquals(2, net.network.ports().size(), "nothing is kept of who did nothing");
        }
    }

    @Test
    void aSocketThatCannotBeWatchedIsClosed() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            net.sockets.refuse = -12;
            int fd = net.sys.socket(1, 1, 0);
            assertEquals(-12, net.network.connected(fd, 1));
            assertTrue(net.network.ports().isEmpty());
        }
    }

    @Test
    void linesSayWhoIsThere() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(10);
            net.join(10);
            net.join(0);
            net.send(a, frame(255, 1, 60));
            net.run();
            a.die();
            net.pump();
            assertEquals(
                    List.of(
                            "connected 1 id:a",
                            "connected 2 id:a.1",
                            "connected 3 port-1",
                            "learned 02:00:00:00:00:01 id:a",
                            "disconnected id:a"),
                    net.journal.lines);
            assertEquals(List.of("id:a", "id:a.1", "port-1"), names(net));
        }
    }

    /** As UML does: in six reads, each a byte longer. */
    private static long readAddress(TestNetwork net, TestGuest guest) {
        for (int bytes = 1; bytes <= 6; bytes++) {
            config(guest, Request.GET_CONFIG, 1, 0, bytes);
            net.pump();
            assertEquals(12 + bytes, guest.reply(Request.GET_CONFIG));
        }
        return EtherAddress.at(guest.in(), 12);
    }

    private static void config(TestGuest guest, int request, int flags, int offset, int bytes) {
        guest.out().asSlice(12, 12).fill((byte) 0);
        guest.out().set(ValueLayout.JAVA_INT, 12, offset);
        guest.out().set(ValueLayout.JAVA_INT, 16, bytes);
        guest.out().asSlice(24, bytes).fill((byte) 0x77);
        guest.request(request, flags, 12 + bytes);
    }

    private static List<String> names(TestNetwork net) {
        return net.network.ports().stream().map(Port::name).toList();
    }
}
