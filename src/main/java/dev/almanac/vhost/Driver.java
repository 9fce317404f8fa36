// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Timeval;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A guest's side of one network card, as small as it can be: the front-end that sets it up, and the
 * driver that exchanges frames by it. Plays a guest where none is there.
 *
 * <p>Belongs to the thread that makes it. What it waits for comes within {@value #PATIENCE_MILLIS}
 * ms, or it throws {@link IllegalStateException}.
 */
public class Driver implements AutoCloseable {
    /** Lets the network do what it has to do, if no other thread does. */
    @FunctionalInterface
    public interface Pump {
        /** Returns when a reply may be there. */
        void pump();
    }

    static final long GUEST_BASE = 0x10_0000L;
    static final long FILE_BASE = 0x1000;
    static final long MEMORY = 0x20_0000;
    static final int RX = Station.RECEIVE;
    static final int TX = Station.TRANSMIT;
    static final int BUFFER = 2048;
    static final int REPLY = VhostHeader.WANTS_REPLY;

    private static final int PATIENCE_MILLIS = 2_000;
    private static final int MESSAGE = 8192;
    private static final int CALL = VhostHeader.SIZE + VringState.SIZE;
    private static final int ANSWER = VhostHeader.SIZE + Long.BYTES;
    private static final int NO_FLAGS = 0;

    // Where all is in memory.
    private static final long RING = 0x4000;
    private static final long AVAILABLE = 0x1000;
    private static final long USED = 0x2000;
    private static final long BUFFERS = 0x2_0000;

    final Syscalls sys;
    final int socket;
    final int memoryFile;
    final MemorySegment memory;

    /** Where it is called; -1 before that is known. */
    int backChannel = -1;

    /** The end by which it is called; -1 before it was made. */
    int far = -1;

    int header = Feature.headerBytes(0);
    int ring = 256;

    /** Under which address it says that it knows its memory itself. */
    long userBase = GUEST_BASE;

    /** What it writes into the headers of frames. */
    byte headerFill;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment out = arena.allocate(MESSAGE, Long.BYTES);
    private final MemorySegment in = arena.allocate(MESSAGE, Long.BYTES);
    private final MemorySegment answer = arena.allocate(ANSWER, Long.BYTES);
    private final Mapping mapping;
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
    private final int[] offered = new int[2];
    private final int[] seenUsed = new int[2];

    /**
     * A guest at one end of a connection, which it owns from now on, with memory; it has said
     * nothing.
     *
     * @param sys of the calling thread
     * @throws SyscallException if the system has no memory or descriptor for it
     */
    public Driver(Syscalls sys, int socket) {
        this.sys = sys;
        this.socket = own("socket", socket);
        try {
            boundWaits(socket);
            int file = sys.memfdCreate(arena.allocateFrom("guest"), Linux.MFD_CLOEXEC);
            memoryFile = own("memfd_create", file);
            long size = FILE_BASE + MEMORY;
            SyscallException.check("ftruncate", sys.ftruncate(memoryFile, size));
            mapping = Mapping.of(sys, memoryFile, size);
        } catch (SyscallException e) {
            giveBack();
            throw e;
        }
        memory = mapping.segment().asSlice(FILE_BASE);
    }

    private int own(String call, int fd) {
        SyscallException.check(call, fd);
        open.push(fd);
        return fd;
    }

    private void boundWaits(int fd) {
        Timeval patience = new Timeval(arena);
        patience.setMillis(PATIENCE_MILLIS);
        int option = Linux.SO_RCVTIMEO;
        SyscallException.check(
                "setsockopt",
                sys.setsockopt(fd, Linux.SOL_SOCKET, option, patience.segment(), Timeval.SIZE));
    }

    private static void expect(long expected, long actual, String what) {
        if (expected != actual) {
            throw new IllegalStateException(
                    "%s is %d, and should be %d".formatted(what, actual, expected));
        }
    }

    // Messages.

    /** Closes one of its descriptors before the others. */
    final void release(int fd) {
        open.remove(fd);
        SyscallException.check("close", sys.close(fd));
    }

    final MemorySegment out() {
        return out;
    }

    final MemorySegment in() {
        return in;
    }

    final void request(int request, int flags, int size, int... descriptors) {
        VhostHeader.put(out, 0, request, flags, size);
        raw(VhostHeader.SIZE + size, descriptors);
    }

    /** Sends the first bytes of {@link #out}. */
    final void raw(int bytes, int... descriptors) {
        long sent;
        if (descriptors.length == 0) {
            sent = sys.send(socket, out, bytes, Linux.MSG_NOSIGNAL);
        } else {
            MsgHdr message = new MsgHdr(arena);
            IoVec vector = new IoVec(arena, 1);
            vector.set(0, out, 0, bytes);
            message.buffers(vector, 1);
            CmsgHdr control = new CmsgHdr(arena, descriptors.length);
            for (int fd : descriptors) {
                control.add(fd);
            }
            message.send(control);
            sent = sys.sendmsg(socket, message.segment(), Linux.MSG_NOSIGNAL);
        }
        expect(bytes, sent, "what was sent");
    }

    final void number(int request, int flags, long number, int... descriptors) {
        out.set(JAVA_LONG_UNALIGNED, VhostHeader.SIZE, number);
        request(request, flags, Long.BYTES, descriptors);
    }

    final void state(int request, int flags, int index, int num) {
        VringState.put(out, VhostHeader.SIZE, index, num);
        request(request, flags, VringState.SIZE);
    }

    /** Takes a reply, whose payload is in {@link #in} then; its size. */
    final int reply(int request) {
        receive(socket, VhostHeader.SIZE, "what came of a reply");
        expect(request, VhostHeader.request(in, 0), "the request replied to");
        expect(VhostHeader.FLAGS_REPLY, VhostHeader.flags(in, 0), "a reply's flags");
        int size = VhostHeader.size(in, 0);
        receive(socket, size, "what came of a reply's payload");
        return size;
    }

    private void receive(int fd, int bytes, String what) {
        expect(bytes, sys.recv(fd, in, bytes, NO_FLAGS), what);
    }

    final long numberReply(int request) {
        expect(Long.BYTES, reply(request), "the size of a reply");
        return in.get(JAVA_LONG, 0);
    }

    final void expectOk(Pump network, int request) {
        network.pump();
        expect(0, numberReply(request), "the status of " + Request.name(request));
    }

    // Set-up, in the order in which UML does it.

    /** Sets the card up, without any special feature, so that it can send and receive. */
    public final void setUp(Pump network) {
        setUp(network, Feature.PROTOCOL_FEATURES);
    }

    final void setUp(Pump network, long features) {
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

    final void negotiate(Pump network, long features) {
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

    /** Makes a back channel, and sends its other end, which it keeps, as some guests might. */
    final void sendBackChannel() {
        MemorySegment pair = arena.allocate(JAVA_INT, 2);
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
        SyscallException.check("socketpair", sys.socketpair(Linux.AF_UNIX, type, 0, pair));
        backChannel = own("socketpair", pair.getAtIndex(JAVA_INT, 0));
        far = own("socketpair", pair.getAtIndex(JAVA_INT, 1));
        boundWaits(backChannel);
        request(Request.SET_BACK_CHANNEL, 1 | REPLY, 0, far);
    }

    final void sendMemory() {
        sendRegions(memoryFile, GUEST_BASE, MEMORY, userBase, FILE_BASE);
    }

    /** A table of regions, four numbers each, in as many files. */
    final void sendRegions(int file, long... numbers) {
        int regions = numbers.length / 4;
        out.set(JAVA_INT, VhostHeader.SIZE, regions);
        out.set(JAVA_INT, VhostHeader.SIZE + 4, 0);
        for (int i = 0; i < numbers.length; i++) {
            out.set(JAVA_LONG_UNALIGNED, VhostHeader.SIZE + 8 + 8L * i, numbers[i]);
        }
        int[] files = new int[regions];
        Arrays.fill(files, file);
        request(Request.SET_MEM_TABLE, 1 | REPLY, 8 + 8 * Math.max(numbers.length, 8), files);
    }

    final void setUpQueue(Pump network, int queue) {
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

    final void sendAddresses(int queue, long table) {
        sendAddresses(queue, table, table + AVAILABLE, table + USED);
    }

    final void sendAddresses(int queue, long table, long available, long used) {
        VringAddress.put(out, VhostHeader.SIZE, queue, table, available, used);
        request(Request.SET_VRING_ADDR, 1 | REPLY, VringAddress.SIZE);
    }

    final void enable(Pump network, int queue, int on) {
        state(Request.SET_VRING_ENABLE, 1 | REPLY, queue, on);
        expectOk(network, Request.SET_VRING_ENABLE);
    }

    // Rings.

    static long ring(int queue) {
        return queue * RING;
    }

    static long buffer(int queue, int index) {
        return BUFFERS + ((long) queue * 256 + index) * BUFFER;
    }

    final void descriptor(int queue, int index, long address, int length, int flags, int next) {
        long at = ring(queue) + 16L * index;
        memory.set(JAVA_LONG, at, address);
        memory.set(JAVA_INT, at + 8, length);
        memory.set(JAVA_SHORT, at + 12, (short) flags);
        memory.set(JAVA_SHORT, at + 14, (short) next);
    }

    /** Makes a chain available. */
    final void offer(int queue, int head) {
        long available = ring(queue) + AVAILABLE;
        memory.set(JAVA_SHORT, available + 4 + 2L * (offered[queue] & ring - 1), (short) head);
        available(queue, ++offered[queue]);
    }

    final void available(int queue, int idx) {
        memory.set(JAVA_SHORT, ring(queue) + AVAILABLE + 2, (short) idx);
    }

    final int usedIdx(int queue) {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT, ring(queue) + USED + 2));
    }

    final int usedLength(int queue, int place) {
        return memory.get(JAVA_INT, ring(queue) + USED + 8 + 8L * (place & ring - 1));
    }

    final void offerReceiveBuffers(int count) {
        for (int i = 0; i < count; i++) {
            descriptor(RX, i, GUEST_BASE + buffer(RX, i), header + 1518, VringDescriptor.WRITE, 99);
            offer(RX, i);
        }
    }

    /** Puts a frame behind a header into the transmit queue, as two descriptors. */
    public final void queueFrame(byte[] frame) {
        int slot = offered[TX] * 2 & ring - 1;
        long at = buffer(TX, slot);
        memory.asSlice(at, header).fill(headerFill);
        MemorySegment.copy(frame, 0, memory, JAVA_BYTE, at + header, frame.length);
        descriptor(TX, slot, GUEST_BASE + at, header, VringDescriptor.NEXT, slot + 1);
        descriptor(TX, slot + 1, GUEST_BASE + at + header, frame.length, 0, 77);
        offer(TX, slot);
    }

    final void kick(int queue) {
        state(Request.VRING_KICK, 1 | REPLY, queue, 0);
    }

    /** Has the network take what is in the transmit queue. */
    public final void kick(Pump network) {
        kick(TX);
        expectOk(network, Request.VRING_KICK);
    }

    /** The frames that came since it was asked last; their buffers are offered again. */
    public final List<byte[]> received() {
        List<byte[]> frames = new ArrayList<>();
        for (; seenUsed[RX] != usedIdx(RX); seenUsed[RX] = seenUsed[RX] + 1 & 0xffff) {
            long place = ring(RX) + USED + 4 + 8L * (seenUsed[RX] & ring - 1);
            int head = memory.get(JAVA_INT, place);
            int length = memory.get(JAVA_INT, place + 4);
            byte[] bytes = memory.asSlice(buffer(RX, head), length).toArray(JAVA_BYTE);
            for (int i = 0; i < header; i++) {
                expect(i == 10 ? 1 : 0, bytes[i], "a frame's header");
            }
            frames.add(Arrays.copyOfRange(bytes, header, length));
            offer(RX, head);
        }
        return frames;
    }

    /** Waits for a call, and answers it. */
    public final void awaitCall() {
        takeCall();
        answerCall();
    }

    /** Waits for a call. */
    public final void takeCall() {
        receive(backChannel, CALL, "what came of a call");
        expect(Request.BACK_VRING_CALL, VhostHeader.request(in, 0), "a call's request");
        expect(VhostHeader.FLAGS_REQUEST | REPLY, VhostHeader.flags(in, 0), "a call's flags");
        expect(VringState.SIZE, VhostHeader.size(in, 0), "a call's size");
    }

    /** Answers the call that was taken first of those that are not answered. */
    public final void answerCall() {
        answer(VhostHeader.FLAGS_REPLY, 0);
    }

    final void answer(int flags, long status) {
        VhostHeader.put(answer, 0, Request.BACK_VRING_CALL, flags, Long.BYTES);
        answer.set(JAVA_LONG_UNALIGNED, VhostHeader.SIZE, status);
        long sent = sys.send(backChannel, answer, ANSWER, Linux.MSG_NOSIGNAL);
        expect(ANSWER, sent, "what was sent of an answer");
    }

    /** Ends the connection, and gives all back. */
    @Override
    public void close() {
        mapping.close();
        giveBack();
    }

    private void giveBack() {
        while (!open.isEmpty()) {
            sys.close(open.pop());
        }
        arena.close();
    }
}
