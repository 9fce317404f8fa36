// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/** Frames from guest to guest, and when. */
@Timeout(60)
class NetworkTest {
    @Test
    void aFrameArrivesAfterTheDelay() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            net.clock.now = 1_000;
            byte[] frame = frame(255, 1, 60);
            net.send(a, frame);
            assertEquals(1_000, net.clock.wakeTime);
            assertEquals(NetworkClock.FIRST, net.clock.wakeTicket);
            net.takeTurn();
            assertEquals(1, a.rings.usedIdx(TestGuest.TX));
            assertEquals(0, a.rings.usedLength(TestGuest.TX, 0));
            assertEquals(1_000 + DELAY, net.clock.wakeTime);
            net.runUntil(1_000 + DELAY - 1);
            assertTrue(b.received().isEmpty());
            net.runUntil(1_000 + DELAY);
            List<byte[]> received = b.received();
            assertEquals(1, received.size());
            assertArrayEquals(frame, received.getFirst());
            assertEquals(10 + 60, b.rings.usedLength(TestGuest.RX, 0));
            assertTrue(a.received().isEmpty());
            assertEquals(1, a.callsAnswered);
            assertEquals(1, b.callsAnswered);
            assertTrue(net.clock.asleep);
        }
    }

    /** Invariant A: the reply to a kick comes after the runner has confirmed that it stops. */
    @Test
    void aKickIsAnsweredWhenTheRunnerHasStopped() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            net.clock.runnerRuns = true;
            net.clock.now = 77;
            a.queueFrame(frame(255, 1, 60));
            a.kick(TestGuest.TX);
            a.kick(TestGuest.TX);
            a.request(Request.GET_FEATURES, 1, 0);
            net.pump();
            assertEquals(77, net.clock.wakeTime);
            assertFalse(a.hasReply());
            net.clock.confirm();
            assertEquals(0, a.numberReply(Request.VRING_KICK));
            assertEquals(0, a.numberReply(Request.VRING_KICK));
            assertEquals(Feature.PROTOCOL_FEATURES, a.numberReply(Request.GET_FEATURES));
            assertEquals(
                    0, a.rings.usedIdx(TestGuest.TX), "rings are left alone while somebody runs");
        }
    }

    /** Invariant D: a turn is not over before its calls are answered, one after the other. */
    @Test
    void aBroadcastCallsOneGuestAfterTheOther() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest[] guests = new TestGuest[5];
            for (int i = 0; i < 5; i++) {
                guests[i] = net.join(i + 1);
            }
            byte[] frame = frame(255, 3, 1514);
            net.send(guests[2], frame);
            net.takeTurn();
            int before = net.clock.turnsEnded;
            net.clock.now = net.clock.wakeTime;
            assertFalse(net.network.turn(net.clock.now));
            for (int i : new int[] {0, 1, 3, 4}) {
                Port awaited = Objects.requireNonNull(net.network.awaited());
                assertEquals("id:" + (i + 1), awaited.name());
                for (int other = 0; other < 5; other++) {
                    int calls = other == i ? 1 : 0;
                    assertEquals(calls, guests[other].answerCalls(), "calls to " + other);
                }
                assertEquals(before, net.clock.turnsEnded);
                net.pump();
            }
            assertEquals(before + 1, net.clock.turnsEnded);
            for (int i = 0; i < 5; i++) {
                List<byte[]> received = guests[i].received();
                assertEquals(i == 2 ? 0 : 1, received.size());
            }
        }
    }

    @Test
    void oneCallTellsOfAllFramesOfATurn() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            for (int i = 0; i < 100; i++) {
                a.queueFrame(frame(255, 1, 60 + i));
            }
            a.kick(TestGuest.TX);
            a.expectOk(net, Request.VRING_KICK);
            net.takeTurn();
            assertEquals(1, a.callsAnswered);
            assertEquals(100, a.rings.usedIdx(TestGuest.TX));
            net.run();
            List<byte[]> received = b.received();
            for (int i = 0; i < 100; i++) {
                assertArrayEquals(frame(255, 1, 60 + i), received.get(i));
            }
        }
    }

    /** Frames have turns of their own, so that who asked for that time in between comes between. */
    @Test
    void framesKeepTheirPlaceAmongOthers() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            net.join(2);
            net.send(a, frame(255, 1, 60));
            net.takeTurn();
            long first = net.clock.wakeTicket;
            net.clock.ticket();
            net.send(a, frame(255, 1, 60));
            net.takeTurn();
            assertEquals(first, net.clock.wakeTicket);
            net.clock.now = net.clock.wakeTime;
            net.takeTurn();
            assertEquals(first + 2, net.clock.wakeTicket);
            assertEquals(DELAY, net.clock.wakeTime);
        }
    }

    @Test
    void withoutDelayAFrameArrivesInTheTurnOfItsSender() {
        try (TestNetwork net = TestNetwork.ofDelay(0)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            net.send(a, frame(255, 1, 60));
            assertFalse(net.network.turn(0));
            assertEquals("id:2", Objects.requireNonNull(net.network.awaited()).name());
            assertEquals(0, a.rings.usedIdx(TestGuest.TX), "the receiver comes first");
            b.answerCalls();
            net.pump();
            assertEquals("id:1", Objects.requireNonNull(net.network.awaited()).name());
            assertEquals(1, a.rings.usedIdx(TestGuest.TX));
            a.answerCalls();
            net.pump();
            assertEquals(1, net.clock.turnsEnded);
            assertTrue(net.clock.asleep);
            net.assertExchange(a, b);
        }
    }

    @Test
    void aStormAtOneInstantIsTold() {
        try (TestNetwork net = TestNetwork.ofDelay(0)) {
            TestGuest a = net.join(1);
            for (int i = 0; i < Load.STORM; i++) {
                a.kick(TestGuest.TX);
                a.expectOk(net, Request.VRING_KICK);
                net.takeTurn();
            }
            assertTrue(net.journal.has("storm 0 " + Load.STORM));
            net.assertExchange(a, net.join(2));
        }
    }

    /** Both rings go round many times, and the indexes beyond 65,535. */
    @Test
    void ringsGoRound() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            byte[] frame = frame(255, 1, 60);
            for (int sent = 0; sent < 66_000; ) {
                for (int i = 0; i < 100; i++, sent++) {
                    frame[20] = (byte) sent;
                    frame[21] = (byte) (sent >> 8);
                    a.queueFrame(frame);
                }
                a.kick(TestGuest.TX);
                a.expectOk(net, Request.VRING_KICK);
                net.run();
                List<byte[]> received = b.received();
                assertEquals(100, received.size());
                assertArrayEquals(frame, received.getLast());
            }
            assertEquals(66_000 - 65_536, a.rings.usedIdx(TestGuest.TX));
            assertEquals(66_000 - 65_536, b.rings.usedIdx(TestGuest.RX));
        }
    }

    @Test
    void framesWithoutAPlaceAreCounted() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            Counters of = net.network.ports().get(1).counters();
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 100; k++) {
                    a.queueFrame(frame(255, 1, 60));
                }
                a.kick(TestGuest.TX);
                a.expectOk(net, Request.VRING_KICK);
                net.run();
            }
            assertEquals(256, of.framesReceived());
            assertEquals(256 * 60, of.bytesReceived());
            assertEquals(44, of.dropped(Drop.NO_BUFFER));
            assertEquals(256, b.received().size());
            net.send(a, frame(255, 1, 1519));
            net.run();
            assertEquals(1, of.dropped(Drop.BUFFER_TOO_SMALL));
            assertTrue(b.received().isEmpty(), "the buffer stays");
            net.send(a, frame(9, 1, 60));
            net.run();
            assertEquals(
                    1, net.network.ports().getFirst().counters().dropped(Drop.UNKNOWN_DESTINATION));
            b.enable(net, TestGuest.RX, 0);
            net.send(a, frame(255, 1, 60));
            net.run();
            assertEquals(1, of.dropped(Drop.NOT_LISTENING));
        }
    }

    @Test
    void aFrameFitsIntoPiecesOfOneByte() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.connect(2);
            b.setUp(net, Feature.PROTOCOL_FEATURES);
            int pieces = 70;
            for (int i = 0; i < pieces; i++) {
                int flags = VringDescriptor.WRITE | (i == pieces - 1 ? 0 : VringDescriptor.NEXT);
                long at = DriverRings.GUEST_BASE + DriverRings.buffer(TestGuest.RX, 0) + i;
                b.rings.descriptor(TestGuest.RX, i, at, 1, flags, i + 1);
            }
            byte[] frame = frame(255, 1, 60);
            net.send(a, frame);
            net.run();
            assertArrayEquals(frame, TestNetwork.last(b.received()));
        }
    }

    /** The header of virtio 1.0 is longer; each guest gets its own. */
    @Test
    void headersOfBothLengthsMix() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2, Feature.PROTOCOL_FEATURES | Feature.VERSION_1);
            assertEquals(12, b.rings.header);
            net.assertExchange(a, b);
            net.assertExchange(b, a);
            net.assertExchange(b, net.join(3, Feature.PROTOCOL_FEATURES | Feature.VERSION_1));
        }
    }

    @Test
    void aHeaderSplitAnywhereIsLeftOut() {
        try (TestNetwork net = TestNetwork.ofDelay(DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            byte[] frame = frame(255, 1, 60);
            for (int cut = 1; cut < 70; cut++) {
                long at = DriverRings.buffer(TestGuest.TX, 0);
                MemorySegment.copy(frame, 0, a.memory, ValueLayout.JAVA_BYTE, at + 10, 60);
                long address = DriverRings.GUEST_BASE + at;
                a.rings.descriptor(TestGuest.TX, 0, address, cut, VringDescriptor.NEXT, 1);
                a.rings.descriptor(TestGuest.TX, 1, address + cut, 70 - cut, 0, 0);
                a.rings.offer(TestGuest.TX, 0);
                a.kick(TestGuest.TX);
                a.expectOk(net, Request.VRING_KICK);
                net.run();
                assertArrayEquals(frame, TestNetwork.last(b.received()), "cut at " + cut);
            }
        }
    }

    /** In real time nobody stands still: what cannot be called yet is called afterwards. */
    @Test
    void inRealTimeTurnsDoNotWait() {
        NetworkSettings settings =
                new NetworkSettings(LinkSettings.ofDelay(0), false, false, false);
        try (TestNetwork net = new TestNetwork(settings)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            for (int i = 0; i < 10; i++) {
                net.send(a, frame(255, 1, 60));
                assertTrue(net.network.turn(i));
            }
            assertEquals(10, b.received().size());
            assertEquals(1, b.answerCalls(), "one call is open");
            net.pump();
            assertEquals(1, b.answerCalls(), "one more for all the others");
            net.pump();
            assertEquals(0, b.answerCalls());
        }
    }
}
