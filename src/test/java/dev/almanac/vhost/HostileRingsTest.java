// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.sys.Results.ok;
import static dev.almanac.vhost.DriverRings.GUEST_BASE;
import static dev.almanac.vhost.DriverRings.MEMORY;
import static dev.almanac.vhost.TestGuest.REPLY;
import static dev.almanac.vhost.TestGuest.RX;
import static dev.almanac.vhost.TestGuest.TX;
import static dev.almanac.vhost.TestGuest.USER_BASE;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.Linux;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * What a guest whose card works can do to its rings, its memory and its back channel, each followed
 * by the same check: what it costs is that card's connection and one line, or less, and two others
 * still exchange frames.
 */
@Timeout(60)
class HostileRingsTest {
    private static final List<HostileDeed> DEEDS =
            List.of(
                    new HostileDeed(
                            "truncated memory",
                            "made its memory shorter",
                            (net, evil) -> {
                                evil.queueFrame(frame(255, 3, 60));
                                ok(net.sys.ftruncate(evil.memoryFile, 0));
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "truncated receiver",
                            "made its memory shorter",
                            (net, evil) -> {
                                ok(net.sys.ftruncate(evil.memoryFile, 0));
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                            }),
                    new HostileDeed(
                            "sealed memory",
                            "has memory that cannot be used",
                            (net, evil) -> {
                                int file =
                                        net.fds.own(
                                                net.sys.memfdCreate(
                                                        net.fds.arena().allocateFrom("sealed"),
                                                        Linux.MFD_ALLOW_SEALING));
                                ok(net.sys.ftruncate(file, 0x1000 + MEMORY));
                                net.sys.pwrite(file, evil.memory, 0, MEMORY, 0x1000);
                                ok(net.sys.fcntl(file, Linux.F_ADD_SEALS, Linux.F_SEAL_WRITE));
                                evil.sendRegions(file, GUEST_BASE, MEMORY, USER_BASE, 0x1000);
                                evil.expectOk(net, Request.SET_MEM_TABLE);
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                            }),
                    new HostileDeed(
                            "new memory without rings",
                            "has a queue outside its memory",
                            (net, evil) -> {
                                evil.sendRegions(evil.memoryFile, 0, 4096, 0, 0);
                                evil.expectOk(net, Request.SET_MEM_TABLE);
                                evil.queueFrame(frame(255, 3, 60));
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "num while on",
                            "changes a queue that is on",
                            (net, evil) -> evil.state(Request.SET_VRING_NUM, 1, TX, 128)),
                    new HostileDeed(
                            "base while on",
                            "changes a queue that is on",
                            (net, evil) -> evil.state(Request.SET_VRING_BASE, 1, TX, 1)),
                    new HostileDeed(
                            "address while on",
                            "changes a queue that is on",
                            (net, evil) -> evil.sendAddresses(TX, USER_BASE)),
                    new HostileDeed(
                            "available jumps",
                            "offers 257 buffers in a queue of 256",
                            (net, evil) -> {
                                evil.rings.available(TX, 257);
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "available goes back",
                            "offers 65535 buffers",
                            (net, evil) -> {
                                evil.rings.available(TX, -1);
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "head beyond",
                            "names descriptor 256 in a queue of 256",
                            (net, evil) -> {
                                evil.rings.offer(TX, 256);
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "same head twice",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(TX, 0, GUEST_BASE, 70, 0, 0);
                                evil.rings.offer(TX, 0);
                                evil.rings.offer(TX, 0);
                                net.kickAndRun(evil);
                                assertEquals(2, evil.rings.usedIdx(TX));
                            }),
                    new HostileDeed(
                            "same descriptors too often",
                            "more than once",
                            (net, evil) -> {
                                evil.rings.descriptor(
                                        TX, 0, GUEST_BASE, 70, VringDescriptor.NEXT, 1);
                                evil.rings.descriptor(TX, 1, GUEST_BASE, 70, 0, 0);
                                for (int i = 0; i < 129; i++) {
                                    evil.rings.offer(TX, 0);
                                }
                                net.kickAndRun(evil);
                            }),
                    chain("loop", "more than once", 70, VringDescriptor.NEXT, 7),
                    new HostileDeed(
                            "long loop",
                            "more than once",
                            (net, evil) -> {
                                for (int i = 0; i < 256; i++) {
                                    evil.rings.descriptor(
                                            TX,
                                            i,
                                            GUEST_BASE,
                                            70,
                                            VringDescriptor.NEXT,
                                            i + 1 & 255);
                                }
                                evil.rings.offer(TX, 7);
                                net.kickAndRun(evil);
                            }),
                    chain("next beyond", "names descriptor 256", 70, VringDescriptor.NEXT, 256),
                    chain("indirect", "uses indirect descriptors", 64, VringDescriptor.INDIRECT, 0),
                    new HostileDeed(
                            "read after write",
                            "to be read behind one to be written",
                            (net, evil) -> {
                                int both = VringDescriptor.NEXT | VringDescriptor.WRITE;
                                evil.rings.descriptor(TX, 7, GUEST_BASE, 0, both, 8);
                                evil.rings.descriptor(TX, 8, GUEST_BASE, 64, 0, 0);
                                evil.rings.offer(TX, 7);
                                net.kickAndRun(evil);
                            }),
                    new HostileDeed(
                            "read only receive buffer",
                            "that is to be read",
                            (net, evil) -> {
                                evil.rings.descriptor(RX, 0, GUEST_BASE, 1528, 0, 0);
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                            }),
                    new HostileDeed(
                            "receive buffer nowhere",
                            "offered a buffer outside its memory",
                            (net, evil) -> {
                                evil.rings.descriptor(RX, 0, -1, 1528, VringDescriptor.WRITE, 0);
                                net.send(net.guests.getFirst(), frame(255, 1, 60));
                                net.run();
                            }),
                    new HostileDeed(
                            "frames of all lengths",
                            "",
                            (net, evil) -> {
                                long[] lengths = {
                                    0, 1, 9, 10, 11, 23, 24, 10 + 65_535, 10 + 65_536, 0xffff_ffffL
                                };
                                int expected = 0;
                                for (long length : lengths) {
                                    evil.rings.descriptor(
                                            TX, expected, GUEST_BASE, (int) length, 0, 0);
                                    evil.rings.offer(TX, expected++);
                                }
                                net.kickAndRun(evil);
                                assertEquals(expected, evil.rings.usedIdx(TX), "all come back");
                                Counters counters = net.network.ports().get(2).counters();
                                assertEquals(2, counters.framesSent());
                                assertEquals(6, counters.dropped(Drop.RUNT));
                                assertEquals(2, counters.dropped(Drop.OVERSIZE));
                            }),
                    new HostileDeed(
                            "frames from nowhere",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(TX, 0, -1, 70, 0, 0);
                                evil.rings.descriptor(TX, 1, GUEST_BASE + MEMORY - 69, 70, 0, 0);
                                evil.rings.descriptor(TX, 2, GUEST_BASE - 11, 70, 0, 0);
                                for (int i = 0; i < 3; i++) {
                                    evil.rings.offer(TX, i);
                                }
                                net.kickAndRun(evil);
                                assertEquals(
                                        3,
                                        net.network
                                                .ports()
                                                .get(2)
                                                .counters()
                                                .dropped(Drop.UNREADABLE));
                            }),
                    new HostileDeed(
                            "four gib twice",
                            "",
                            (net, evil) -> {
                                evil.rings.descriptor(
                                        TX, 0, GUEST_BASE, -1, VringDescriptor.NEXT, 1);
                                evil.rings.descriptor(TX, 1, GUEST_BASE, -1, 0, 0);
                                evil.rings.offer(TX, 0);
                                net.kickAndRun(evil);
                                assertEquals(
                                        1,
                                        net.network
                                                .ports()
                                                .get(2)
                                                .counters()
                                                .dropped(Drop.OVERSIZE));
                            }),
                    new HostileDeed(
                            "answers twice",
                            "answered a call that was not made",
                            (net, evil) -> {
                                net.beginCallOf(evil);
                                evil.answer(VhostHeader.FLAGS_REPLY, 0);
                                evil.answer(VhostHeader.FLAGS_REPLY, 0);
                                net.pump();
                                evil.answersCalls = false;
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "wrong answer",
                            "answered a call with flags 0x1",
                            (net, evil) -> {
                                net.beginCallOf(evil);
                                evil.answer(1, 0);
                                net.pump();
                                evil.answersCalls = false;
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "refuses calls",
                            "",
                            (net, evil) -> {
                                net.beginCallOf(evil);
                                evil.answer(VhostHeader.FLAGS_REPLY, 1);
                                net.pump();
                                assertTrue(net.journal.has("refused id:3 1"));
                            }),
                    new HostileDeed(
                            "never answers",
                            "",
                            (net, evil) -> {
                                net.beginCallOf(evil);
                                for (int i = 0; i < 1000; i++) { // kicks meanwhile are answered
                                    net.kick(evil);
                                }
                                Port awaited = net.network.awaited();
                                assertEquals("id:3", awaited == null ? "" : awaited.name());
                                net.network.disconnect(java.util.Objects.requireNonNull(awaited));
                                evil.answersCalls = false;
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "switches off in its call",
                            "",
                            (net, evil) -> {
                                net.beginCallOf(evil);
                                evil.enable(net, TX, 0);
                                evil.request(Request.RESET_DEVICE, 1 | REPLY, 0);
                                evil.expectOk(net, Request.RESET_DEVICE);
                                evil.sendRegions(evil.memoryFile, 0, 4096, 0, 0);
                                evil.expectOk(net, Request.SET_MEM_TABLE);
                                evil.answerCalls();
                                net.pump();
                                assertEquals(1, net.clock.turnsEnded);
                            }),
                    new HostileDeed(
                            "back channel closed",
                            "",
                            (net, evil) -> {
                                evil.releaseBackChannel();
                                evil.queueFrame(frame(1, 3, 60));
                                net.kick(evil);
                                net.run();
                                assertTrue(evil.isCut());
                            }));

    static List<HostileDeed> deeds() {
        return DEEDS;
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void costsAtMostTheConnection(HostileDeed deed) {
        deed.check(net -> net.join(3));
    }

    /** Sends a chain of buffers that begins with this descriptor, number 7. */
    private static HostileDeed chain(String name, String line, int length, int flags, int next) {
        return new HostileDeed(
                name,
                line,
                (net, evil) -> {
                    evil.rings.descriptor(TX, 7, GUEST_BASE, length, flags, next);
                    evil.rings.offer(TX, 7);
                    net.kickAndRun(evil);
                });
    }
}
