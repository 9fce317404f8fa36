// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A switch that learns: who gets a frame when many addresses are known, and when too many are. */
@Timeout(60)
class LearnedAddressesTest {
    private static final NetworkSettings LEARNS =
            new NetworkSettings(LinkSettings.ofDelay(DELAY), false, true, true);

    @Test
    void manyAddressesOfOneGuest() {
        try (TestNetwork net = new TestNetwork(LEARNS)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest many = net.join(3);
            invent(net, many, 1_000);
            a.received();
            b.received();
            for (int i = 0; i < 1_000; i += 7) {
                net.send(a, addressed(i, frame(255, 1, 60), 0));
                net.run();
                assertEquals(1, many.received().size());
            }
            assertEquals(0, b.received().size(), "everything is known");
        }
    }

    @Test
    void anInventiveGuestLeavesNoRoomUntilItGoes() {
        try (TestNetwork net = new TestNetwork(LEARNS)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            TestGuest inventive = net.join(3);
            invent(net, inventive, LearnedAddresses.LIMIT + 10);
            assertReached(net, a, b, inventive, 2);
            inventive.die();
            net.pump();
            TestGuest c = net.join(4);
            assertReached(net, a, b, c, 1);
            net.assertExchange(a, b);
        }
    }

    /** How many guests get what a sends to b, whose address was seen before. */
    private static void assertReached(
            TestNetwork net, TestGuest a, TestGuest b, TestGuest other, int guests) {
        net.send(b, frame(255, 2, 60));
        net.run();
        b.received();
        other.received();
        net.send(a, frame(2, 1, 60));
        net.run();
        assertEquals(guests, b.received().size() + other.received().size());
    }

    /** Sends a frame from each of so many addresses. */
    private static void invent(TestNetwork net, TestGuest guest, int addresses) {
        for (int i = 0; i < addresses; ) {
            for (int batch = 0; batch < 100 && i < addresses; batch++, i++) {
                guest.queueFrame(addressed(i, frame(255, 3, 60), 6));
            }
            guest.kick(TestGuest.TX);
            guest.expectOk(net, Request.VRING_KICK);
            net.run();
            net.guests.forEach(TestGuest::received);
        }
    }

    /** Puts an address of many into a frame, at that byte. */
    private static byte[] addressed(int number, byte[] frame, int at) {
        byte[] address = EtherAddress.bytes(0x0677_0000_0000L + number * 257L);
        System.arraycopy(address, 0, frame, at, address.length);
        return frame;
    }
}
