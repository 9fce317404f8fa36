// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Descriptors;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The front-end and the driver of one network card, as small as they can be: sockets, a memory
 * file, two rings. Its three kinds of addresses differ.
 */
final class TestGuest implements AutoCloseable {
    /** Lets the other end do what it has to do. */
    @FunctionalInterface
    interface Pump {
        void pump();
    }

    static final long GUEST_BASE = 0x10_0000L;
    static final long USER_BASE = 0x7f00_0000_0000L;
    static final long FILE_BASE = 0x1000;
    static final long MEMORY = 0x20_0000;
    static final int RX = Station.RECEIVE;
    static final int TX = Station.TRANSMIT;
    static final int BUFFER = 2048;
    static final int REPLY = VhostHeader.WANTS_REPLY;

    private static final long RING = 0x4000;
    private static final long AVAILABLE = 0x1000;
    private static final long USED = 0x2000;
    private static final long BUFFERS = 0x2_0000;

    final Syscalls sys;
    final Descriptors fds;
    final int socket;
    final int memoryFile;
    final MemorySegment memory;
    int backChannel = -1;

    /** The end by which it is called: it was sent, and is kept, as some guests might. */
    int far = -1;

    int header = 10;

    /** What it writes into the headers of frames, which nobody should see. */
    byte headerFill = 0x5a;

    /** Under which address it says that it knows its memory itself. */
    long userBase = USER_BASE;

    int ring = 256;
    int callsAnswered;
    boolean answersCalls = true;
    boolean dead;

    private final Mapping mapping;
    private final MemorySegment out;
    private final MemorySegment in;
    private final MemorySegment answer;
    private final int[] offered = new int[2];
    private final int[] seenUsed = new int[2];

    /** A guest at one end of a connection, with memory. */
    TestGuest(Syscalls sys, Descriptors fds, int socket) {
        this.sys = sys;
        this.fds = fds;
        this.socket = socket;
        out = fds.buffer(8192);
        in = fds.buffer(8192);
        answer = fds.buffer(24);
        memoryFile = fds.own(sys.memfdCreate(fds.arena().allocateFrom("guest"), Linux.MFD_CLOEXEC));
        ok(sys.ftruncate(memoryFile, FILE_BASE + MEMORY));
        mapping = Mapping.of(sys, memoryFile, FILE_BASE + MEMORY);
        memory = mapping.segment().asSlice(FILE_BASE);
    }

    // Messages.

    void request(int request, int flags, int size, int... descriptors) {
        VhostHeader.put(out, 0, request, flags, size);
        raw(VhostHeader.SIZE + size, descriptors);
    }

    /** Sends the first bytes of {@link #out}. */
    void raw(int bytes, int... descriptors) {
        if (descriptors.length == 0) {
            assertEquals(bytes, sys.send(socket, out, bytes, Linux.MSG_NOSIGNAL));
            return;
        }
        MsgHdr message = new MsgHdr(fds.arena());
        IoVec vector = new IoVec(fds.arena(), 1);
        vector.set(0, out, 0, bytes);
        message.buffers(vector, 1);
        CmsgHdr control = new CmsgHdr(fds.arena(), descriptors.length);
        for (int fd : descriptors) {
            control.add(fd);
        }
        message.send(control);
        assertEquals(bytes, sys.sendmsg(socket, message.segment(), Linux.MSG_NOSIGNAL));
    }

    MemorySegment out() {
        return out;
    }

    void number(int request, int flags, long number, int... descriptors) {
        out.set(ValueLayouts.LONG, VhostHeader.SIZE, number);
        request(request, flags, Long.BYTES, descriptors);
    }

    void state(int request, int flags, int index, int num) {
        VringState.put(out, VhostHeader.SIZE, index, num);
        request(request, flags, VringState.SIZE);
    }

    /** A reply, which has to be there; its payload is in {@link #in}. */
    int reply(int request) {
        assertEquals(VhostHeader.SIZE, sys.recv(socket, in, VhostHeader.SIZE, Linux.MSG_DONTWAIT));
        assertEquals(request, VhostHeader.request(in, 0));
        assertEquals(VhostHeader.FLAGS_REPLY, VhostHeader.flags(in, 0));
        int size = VhostHeader.size(in, 0);
        assertEquals(size, sys.recv(socket, in, size, Linux.MSG_DONTWAIT));
        return size;
    }

    /** A number for a reply, which has to be there. */
    long numberReply(int request) {
        assertEquals(Long.BYTES, reply(request));
        return in.get(JAVA_LONG, 0);
    }

    MemorySegment in() {
        return in;
    }

    boolean hasReply() {
        return sys.recv(socket, in, 1, Linux.MSG_DONTWAIT | Linux.MSG_PEEK) > 0;
    }

    /** Whether the other end closed the connection. */
    boolean isCut() {
        long n;
        do {
            n = sys.recv(socket, in, 4096, Linux.MSG_DONTWAIT);
        } while (n > 0);
        return n == 0 || n == -dev.almanac.sys.Errno.ECONNRESET;
    }

    // Set-up, in the order in which UML does it.

    void setUp(Pump network, long features) {
        negotiate(network, features);
        sendMemory();
        expectOk(network, Request.SET_MEM_TABLE);
        for (int queue = 0; queue < 2; queue++) {
            setUpQueue(network, queue);
        }
        for (int queue = 0; queue < 2; queue++) {
            enable(network, queue, 1);
        }
        offerReceiveBuffers(ring);
        kick(RX);
        expectOk(network, Request.VRING_KICK);
    }

    void negotiate(Pump network, long features) {
        request(Request.SET_OWNER, 1, 0);
        request(Request.GET_FEATURES, 1, 0);
        network.pump();
        numberReply(Request.GET_FEATURES);
        number(Request.SET_PROTOCOL_FEATURES, 1 | REPLY, Feature.NEEDED);
        expectOk(network, Request.SET_PROTOCOL_FEATURES);
        sendBackChannel();
        expectOk(network, Request.SET_BACK_CHANNEL);
        number(Request.SET_FEATURES, 1 | REPLY, features);
        expectOk(network, Request.SET_FEATURES);
        header = Feature.headerBytes(features);
    }

    void setUpQueue(Pump network, int queue) {
        memory.asSlice(queue * RING, RING).fill((byte) 0);
        offered[queue] = 0;
        seenUsed[queue] = 0;
        state(Request.SET_VRING_NUM, 1 | REPLY, queue, ring);
        expectOk(network, Request.SET_VRING_NUM);
        state(Request.SET_VRING_BASE, 1 | REPLY, queue, 0);
        expectOk(network, Request.SET_VRING_BASE);
        sendAddresses(queue, userBase + queue * RING);
        expectOk(network, Request.SET_VRING_ADDR);
    }

    void sendBackChannel() {
        Descriptors.Pair pair = fds.pair(TestNetwork.freshPath());
        backChannel = pair.near();
        far = pair.far();
        request(Request.SET_BACK_CHANNEL, 1 | REPLY, 0, far);
    }

    void sendMemory() {
        sendRegions(memoryFile, GUEST_BASE, MEMORY, userBase, FILE_BASE);
    }

    /** A table of regions, four numbers each, in as many files. */
    void sendRegions(int file, long... numbers) {
        int regions = numbers.length / 4;
        out.set(JAVA_INT, VhostHeader.SIZE, regions);
        out.set(JAVA_INT, VhostHeader.SIZE + 4, 0);
        for (int i = 0; i < numbers.length; i++) {
            out.set(ValueLayouts.LONG, VhostHeader.SIZE + 8 + 8L * i, numbers[i]);
        }
        int[] files = new int[regions];
        java.util.Arrays.fill(files, file);
        request(Request.SET_MEM_TABLE, 1 | REPLY, 8 + 8 * Math.max(numbers.length, 8), files);
    }

    void sendAddresses(int queue, long table) {
        sendAddresses(queue, table, table + AVAILABLE, table + USED);
    }

    void sendAddresses(int queue, long table, long available, long used) {
        out.set(JAVA_INT, 12, queue);
        out.set(JAVA_INT, 16, 0);
        out.set(ValueLayouts.LONG, 20, table);
        out.set(ValueLayouts.LONG, 28, used);
        out.set(ValueLayouts.LONG, 36, available);
        out.set(ValueLayouts.LONG, 44, -1L);
        request(Request.SET_VRING_ADDR, 1 | REPLY, VringAddress.SIZE);
    }

    void enable(Pump network, int queue, int on) {
        state(Request.SET_VRING_ENABLE, 1 | REPLY, queue, on);
        expectOk(network, Request.SET_VRING_ENABLE);
    }

    void expectOk(Pump network, int request) {
        network.pump();
        assertEquals(0, numberReply(request));
    }

    // Rings.

    static long ring(int queue) {
        return queue * RING;
    }

    void descriptor(int queue, int index, long address, int length, int flags, int next) {
        long at = ring(queue) + 16L * index;
        memory.set(JAVA_LONG, at, address);
        memory.set(JAVA_INT, at + 8, length);
        memory.set(JAVA_SHORT, at + 12, (short) flags);
        memory.set(JAVA_SHORT, at + 14, (short) next);
    }

    /** Makes a chain available. */
    void offer(int queue, int head) {
        long available = ring(queue) + AVAILABLE;
        memory.set(JAVA_SHORT, available + 4 + 2L * (offered[queue] & ring - 1), (short) head);
        available(queue, ++offered[queue]);
    }

    void available(int queue, int idx) {
        memory.set(JAVA_SHORT, ring(queue) + AVAILABLE + 2, (short) idx);
    }

    int usedIdx(int queue) {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT, ring(queue) + USED + 2));
    }

    int usedLength(int queue, int place) {
        return memory.get(JAVA_INT, ring(queue) + USED + 8 + 8L * (place & ring - 1));
    }

    static long buffer(int queue, int index) {
        return BUFFERS + ((long) queue * 256 + index) * BUFFER;
    }

    void offerReceiveBuffers(int count) {
        for (int i = 0; i < count; i++) {
            descriptor(RX, i, GUEST_BASE + buffer(RX, i), header + 1518, VringDescriptor.WRITE, 99);
            offer(RX, i);
        }
    }

    /** Puts a frame behind a header into the transmit queue, as two descriptors. */
    void queueFrame(byte[] frame) {
        int slot = offered[TX] * 2 & ring - 1;
        long at = buffer(TX, slot);
        memory.asSlice(at, header).fill(headerFill);
        MemorySegment.copy(frame, 0, memory, JAVA_BYTE, at + header, frame.length);
        descriptor(TX, slot, GUEST_BASE + at, header, VringDescriptor.NEXT, slot + 1);
        descriptor(TX, slot + 1, GUEST_BASE + at + header, frame.length, 0, 77);
        offer(TX, slot);
    }

    void kick(int queue) {
        state(Request.VRING_KICK, 1 | REPLY, queue, 0);
    }

    /** The frames that came since it was asked last; their buffers are offered again. */
    List<byte[]> received() {
        List<byte[]> frames = new ArrayList<>();
        for (; seenUsed[RX] != usedIdx(RX); seenUsed[RX] = seenUsed[RX] + 1 & 0xffff) {
            long place = ring(RX) + USED + 4 + 8L * (seenUsed[RX] & ring - 1);
            int head = memory.get(JAVA_INT, place);
            int length = memory.get(JAVA_INT, place + 4);
            byte[] bytes = memory.asSlice(buffer(RX, head), length).toArray(JAVA_BYTE);
            for (int i = 0; i < header; i++) {
                assertEquals(i == 10 ? 1 : 0, bytes[i], "header");
            }
            frames.add(java.util.Arrays.copyOfRange(bytes, header, length));
            offer(RX, head);
        }
        return frames;
    }

    /** Answers the calls that came; how many. */
    int answerCalls() {
        int answered = 0;
        while (backChannel >= 0
                && answersCalls
                && sys.recv(backChannel, in, 20, Linux.MSG_DONTWAIT) == 20) {
            assertEquals(Request.BACK_VRING_CALL, VhostHeader.request(in, 0));
            assertEquals(9, VhostHeader.flags(in, 0));
            assertEquals(8, VhostHeader.size(in, 0));
            answer(VhostHeader.FLAGS_REPLY, 0);
            answered++;
        }
        callsAnswered += answered;
        return answered;
    }

    /** Reads a call, which has to be there, and does not answer it. */
    void takeCall() {
        assertEquals(20, sys.recv(backChannel, in, 20, Linux.MSG_DONTWAIT));
    }

    void answer(int flags, long status) {
        VhostHeader.put(answer, 0, Request.BACK_VRING_CALL, flags, 8);
        answer.set(ValueLayouts.LONG, 12, status);
        assertEquals(20, sys.send(backChannel, answer, 20, Linux.MSG_NOSIGNAL));
    }

    /** Dies: its ends of both connections close. */
    void die() {
        dead = true;
        fds.close(socket);
        if (backChannel >= 0) {
            fds.close(backChannel);
            backChannel = -1;
        }
    }

    @Override
    public void close() {
        mapping.close();
    }

    /** Unaligned numbers: payloads begin at 12 here. */
    static final class ValueLayouts {
        static final java.lang.foreign.ValueLayout.OfLong LONG =
                java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

        private ValueLayouts() {}
    }
}
