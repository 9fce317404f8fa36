// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.sys.Results.ok;
import static dev.almanac.vhost.DriverRings.MEMORY;
import static dev.almanac.vhost.TestGuest.REPLY;
import static dev.almanac.vhost.TestGuest.TX;
import static dev.almanac.vhost.TestGuest.USER_BASE;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.almanac.sys.Linux;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;

/**
 * What a guest can say that is wrong, each followed by the same check: what it costs is that card's
 * connection and one line, or less, and two others still exchange frames.
 */
@Timeout(60)
class HostileMessagesTest {
    private static final List<HostileDeed> DEEDS =
            List.of(
                    new HostileDeed(
                            "half a header",
                            "in the middle of a message",
                            (net, evil) -> {
                                evil.raw(5);
                                net.pump();
                                evil.die();
                            }),
                    new HostileDeed(
                            "no payload",
                            "in the middle of a message",
                            (net, evil) -> {
                                VhostHeader.put(evil.out(), 0, Request.SET_FEATURES, 1, 8);
                                evil.raw(12);
                                net.pump();
                                evil.die();
                            }),
                    new HostileDeed(
                            "version 0",
                            "sent GET_FEATURES with flags 0x0",
                            (net, evil) -> evil.request(Request.GET_FEATURES, 0, 0)),
                    new HostileDeed(
                            "version 2",
                            "with flags 0x2",
                            (net, evil) -> evil.request(Request.GET_FEATURES, 2, 0)),
                    new HostileDeed(
                            "version 3",
                            "with flags 0x3",
                            (net, evil) -> evil.request(Request.GET_FEATURES, 3, 0)),
                    new HostileDeed(
                            "a reply",
                            "with flags 0x5",
                            (net, evil) -> evil.request(Request.GET_FEATURES, 5, 0)),
                    new HostileDeed(
                            "endless",
                            "sent SET_FEATURES with 4294967295 bytes",
                            (net, evil) -> {
                                VhostHeader.put(evil.out(), 0, Request.SET_FEATURES, 1, -1);
                                evil.raw(12);
                            }),
                    new HostileDeed(
                            "too long",
                            "sent SET_FEATURES with 4097 bytes",
                            (net, evil) -> evil.request(Request.SET_FEATURES, 1, 4097)),
                    new HostileDeed(
                            "too short",
                            "sent SET_FEATURES of 4 bytes",
                            (net, evil) -> evil.request(Request.SET_FEATURES, 1, 4)),
                    new HostileDeed(
                            "unknown",
                            "sent an unknown request 77",
                            (net, evil) -> evil.request(77, 1, 0)),
                    new HostileDeed(
                            "unknown with reply",
                            "",
                            (net, evil) -> {
                                evil.request(77, 1 | REPLY, 0);
                                net.pump();
                                assertEquals(1, evil.numberReply(77));
                            }),
                    new HostileDeed(
                            "features not offered",
                            "accepts features",
                            (net, evil) -> evil.number(Request.SET_FEATURES, 1, 1L << 28)),
                    new HostileDeed(
                            "protocol not offered",
                            "accepts protocol features",
                            (net, evil) -> evil.number(Request.SET_PROTOCOL_FEATURES, 1, 1)),
                    new HostileDeed(
                            "in band alone",
                            "wants kicks in messages",
                            (net, evil) ->
                                    evil.number(Request.SET_PROTOCOL_FEATURES, 1, Feature.IN_BAND)),
                    new HostileDeed(
                            "reads nothing",
                            "does not read its replies",
                            (net, evil) -> {
                                for (int i = 0;
                                        i < 20_000 && !net.journal.has("does not read");
                                        i++) {
                                    evil.request(Request.GET_FEATURES, 1, 0);
                                    net.pump();
                                }
                            }),
                    new HostileDeed(
                            "descriptor for nothing",
                            "sent 1 descriptors with GET_FEATURES",
                            (net, evil) ->
                                    evil.request(Request.GET_FEATURES, 1, 0, evil.memoryFile)),
                    new HostileDeed(
                            "two descriptors",
                            "sent 2 descriptors with SET_VRING_CALL",
                            (net, evil) ->
                                    evil.number(
                                            Request.SET_VRING_CALL,
                                            1,
                                            0,
                                            evil.socket,
                                            evil.socket)),
                    new HostileDeed(
                            "no descriptor",
                            "sent 0 descriptors with SET_VRING_KICK",
                            (net, evil) -> evil.number(Request.SET_VRING_KICK, 1, 0)),
                    new HostileDeed(
                            "without descriptor",
                            "",
                            (net, evil) -> {
                                evil.number(Request.SET_VRING_ERR, 1 | REPLY, 0x101);
                                evil.expectOk(net, Request.SET_VRING_ERR);
                                evil.number(Request.SET_VRING_CALL, 1 | REPLY, 1, evil.memoryFile);
                                evil.expectOk(net, Request.SET_VRING_CALL);
                            }),
                    new HostileDeed(
                            "many descriptors",
                            "more descriptors than there is room for",
                            (net, evil) -> {
                                int[] all = new int[253];
                                Arrays.fill(all, evil.memoryFile);
                                evil.request(Request.GET_FEATURES, 1, 0, all);
                            }),
                    new HostileDeed(
                            "no region",
                            "a memory table of 0 regions",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 12, 0);
                                evil.request(Request.SET_MEM_TABLE, 1, 8);
                            }),
                    new HostileDeed(
                            "nine regions",
                            "a memory table of 9 regions",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 12, 9);
                                evil.request(Request.SET_MEM_TABLE, 1, 8 + 9 * 32);
                            }),
                    new HostileDeed(
                            "billions of regions",
                            "a memory table of 4294967295 regions",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 12, -1);
                                evil.request(Request.SET_MEM_TABLE, 1, 8);
                            }),
                    new HostileDeed(
                            "region without file",
                            "with 0 descriptors",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 12, 1);
                                evil.request(Request.SET_MEM_TABLE, 1, 72);
                            }),
                    new HostileDeed(
                            "empty region",
                            "impossible numbers",
                            (net, evil) -> evil.sendRegions(evil.memoryFile, 0, 0, 0, 0)),
                    new HostileDeed(
                            "huge region",
                            "impossible numbers",
                            (net, evil) ->
                                    evil.sendRegions(evil.memoryFile, 0, Long.MIN_VALUE, 0, 0)),
                    new HostileDeed(
                            "wrapping region",
                            "impossible numbers",
                            (net, evil) -> evil.sendRegions(evil.memoryFile, -4096, 8192, 0, 0)),
                    new HostileDeed(
                            "wrapping offset",
                            "beyond the end of its file",
                            (net, evil) ->
                                    evil.sendRegions(evil.memoryFile, 0, 4096, 0, Long.MAX_VALUE)),
                    new HostileDeed(
                            "negative offset",
                            "impossible numbers",
                            (net, evil) -> evil.sendRegions(evil.memoryFile, 0, 4096, 0, -4096)),
                    new HostileDeed(
                            "region beyond file",
                            "beyond the end of its file",
                            (net, evil) -> evil.sendRegions(evil.memoryFile, 0, MEMORY, 0, 0x1001)),
                    new HostileDeed(
                            "overlapping regions",
                            "overlap",
                            (net, evil) ->
                                    evil.sendRegions(
                                            evil.memoryFile, 0, 4096, 0, 0, 4095, 4096, 8192, 0)),
                    new HostileDeed(
                            "memory in a socket",
                            "no file to read and write",
                            (net, evil) -> evil.sendRegions(evil.socket, 0, 4096, 0, 0)),
                    new HostileDeed(
                            "memory in a counter",
                            "no file to read and write",
                            (net, evil) ->
                                    evil.sendRegions(
                                            net.fds.own(net.sys.eventfd(0, 0)), 0, 4096, 0, 0)),
                    new HostileDeed(
                            "memory in an epoll",
                            "no file to read and write",
                            (net, evil) ->
                                    evil.sendRegions(
                                            net.fds.own(net.sys.epollCreate1(0)), 0, 4096, 0, 0)),
                    new HostileDeed(
                            "appending memory",
                            "no file to read and write",
                            (net, evil) -> {
                                ok(net.sys.fcntl(evil.memoryFile, Linux.F_SETFL, Linux.O_APPEND));
                                evil.sendMemory();
                            }),
                    new HostileDeed(
                            "sparse memory",
                            "",
                            (net, evil) -> {
                                int file =
                                        net.fds.own(
                                                net.sys.memfdCreate(
                                                        net.fds.arena().allocateFrom("x"), 0));
                                ok(net.sys.ftruncate(file, 1L << 60));
                                evil.sendRegions(file, 0, 1L << 60, 0, 0);
                                evil.expectOk(net, Request.SET_MEM_TABLE);
                            }),
                    new HostileDeed(
                            "queue 2",
                            "speaks of queue 2",
                            (net, evil) -> evil.state(Request.SET_VRING_NUM, 1, 2, 256)),
                    new HostileDeed(
                            "base of queue 2",
                            "speaks of queue 2",
                            (net, evil) -> evil.state(Request.SET_VRING_BASE, 1, 2, 0)),
                    new HostileDeed(
                            "address of queue 2",
                            "speaks of queue 2",
                            (net, evil) -> evil.sendAddresses(2, USER_BASE)),
                    new HostileDeed(
                            "kick of queue 2",
                            "speaks of queue 2",
                            (net, evil) -> evil.state(Request.VRING_KICK, 1, 2, 0)),
                    new HostileDeed(
                            "enable queue 2",
                            "speaks of queue 2",
                            (net, evil) -> evil.state(Request.SET_VRING_ENABLE, 1, 2, 1)),
                    new HostileDeed(
                            "queue minus 1",
                            "speaks of queue 4294967295",
                            (net, evil) -> evil.state(Request.GET_VRING_BASE, 1, -1, 0)),
                    new HostileDeed(
                            "call of queue 255",
                            "speaks of queue 255",
                            (net, evil) -> evil.number(Request.SET_VRING_CALL, 1, 0x1ff)),
                    new HostileDeed(
                            "size 0",
                            "wants a queue of 0",
                            (net, evil) -> evil.state(Request.SET_VRING_NUM, 1, 0, 0)),
                    new HostileDeed(
                            "size 3",
                            "wants a queue of 3",
                            (net, evil) -> evil.state(Request.SET_VRING_NUM, 1, 0, 3)),
                    new HostileDeed(
                            "size 65536",
                            "wants a queue of 65536",
                            (net, evil) -> evil.state(Request.SET_VRING_NUM, 1, 0, 65536)),
                    new HostileDeed(
                            "base 65536",
                            "begins a queue at 65536",
                            (net, evil) -> evil.state(Request.SET_VRING_BASE, 1, 0, 65536)),
                    new HostileDeed(
                            "misaligned ring",
                            "not aligned",
                            (net, evil) -> evil.sendAddresses(0, USER_BASE + 8)),
                    new HostileDeed(
                            "kick before anything",
                            "",
                            (net, evil) -> {
                                evil.state(Request.VRING_KICK, 1 | REPLY, 1, 12345);
                                evil.expectOk(net, Request.VRING_KICK);
                            }),
                    new HostileDeed(
                            "kicks without end",
                            "",
                            (net, evil) -> {
                                for (int i = 0; i < 10_000; i++) {
                                    evil.state(Request.VRING_KICK, 1 | REPLY, i & 1, i);
                                    evil.expectOk(net, Request.VRING_KICK);
                                }
                            }),
                    new HostileDeed(
                            "enable before anything",
                            "without in-band notifications",
                            (net, evil) -> evil.state(Request.SET_VRING_ENABLE, 1, 1, 1)),
                    new HostileDeed(
                            "enable before addresses",
                            "before it has told all about it",
                            (net, evil) -> {
                                evil.negotiate(net, Feature.PROTOCOL_FEATURES);
                                evil.state(Request.SET_VRING_ENABLE, 1, 1, 1);
                            }),
                    new HostileDeed(
                            "ring outside memory",
                            "has a queue outside its memory",
                            (net, evil) -> {
                                evil.negotiate(net, Feature.PROTOCOL_FEATURES);
                                evil.sendMemory();
                                evil.expectOk(net, Request.SET_MEM_TABLE);
                                evil.setUpQueue(net, TX);
                                evil.sendAddresses(TX, USER_BASE + MEMORY - 0x2000);
                                evil.expectOk(net, Request.SET_VRING_ADDR);
                                evil.state(Request.SET_VRING_ENABLE, 1, TX, 1);
                            }),
                    new HostileDeed(
                            "back channel is no socket",
                            "no connected local socket",
                            (net, evil) ->
                                    evil.request(Request.SET_BACK_CHANNEL, 1, 0, evil.memoryFile)),
                    new HostileDeed(
                            "back channel is not connected",
                            "no connected local socket",
                            (net, evil) ->
                                    evil.request(Request.SET_BACK_CHANNEL, 1, 0, net.fds.socket())),
                    new HostileDeed(
                            "back channel without descriptor",
                            "sent 0 descriptors for its back channel",
                            (net, evil) -> evil.request(Request.SET_BACK_CHANNEL, 1, 0)),
                    new HostileDeed(
                            "two back channels",
                            "has a second back channel",
                            (net, evil) -> {
                                evil.negotiate(net, Feature.PROTOCOL_FEATURES);
                                evil.sendBackChannel();
                            }),
                    new HostileDeed(
                            "unasked answer",
                            "answered a call that was not made",
                            (net, evil) -> {
                                evil.negotiate(net, Feature.PROTOCOL_FEATURES);
                                evil.answer(VhostHeader.FLAGS_REPLY, 0);
                            }),
                    new HostileDeed(
                            "config of wrong size",
                            "sent GET_CONFIG of 14 bytes",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 16, 6);
                                evil.request(Request.GET_CONFIG, 1, 14);
                            }),
                    new HostileDeed(
                            "config far away",
                            "",
                            (net, evil) -> {
                                evil.out().set(JAVA_INT, 12, -1);
                                evil.out().set(JAVA_INT, 16, 4084);
                                evil.request(Request.GET_CONFIG, 1, 4096);
                                net.pump();
                                assertEquals(4096, evil.reply(Request.GET_CONFIG));
                                assertEquals(
                                        -1,
                                        evil.in()
                                                .asSlice(12, 4084)
                                                .mismatch(net.fds.buffer(4088).asSlice(0, 4084)));
                                evil.out().set(JAVA_INT, 12, -1);
                                evil.request(Request.SET_CONFIG, 1 | REPLY, 4096);
                                evil.expectOk(net, Request.SET_CONFIG);
                            }));

    static List<HostileDeed> deeds() {
        return DEEDS;
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void costsAtMostTheConnection(HostileDeed deed) {
        deed.check(net -> net.connect(3));
    }
}
