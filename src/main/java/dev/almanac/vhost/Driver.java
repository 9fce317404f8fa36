// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.almanac.sys.Linux;
import dev.almanac.sys.Mapping;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * A guest's side of one network card, as small as it can be: the front-end that sets it up, and the
 * driver that exchanges frames by it. Plays a guest where none is there.
 *
 * <p>Belongs to the thread that makes it. What it waits for comes within two seconds, or it throws
 * {@link IllegalStateException}.
 */
public class Driver extends DriverMessages implements AutoCloseable {
    /** Lets the network do what it has to do, if no other thread does. */
    @FunctionalInterface
    public interface Pump {
        /** Returns when a reply may be there. */
        void pump();
    }

    static final long FILE_BASE = 0x1000;
    static final int RX = Station.RECEIVE;
    static final int TX = Station.TRANSMIT;
    static final int REPLY = VhostHeader.WANTS_REPLY;

    private static final int CALL = VhostHeader.SIZE + VringState.SIZE;
    private static final int ANSWER = VhostHeader.SIZE + Long.BYTES;

    final int memoryFile;
    final MemorySegment memory;
    final DriverRings rings;

    /** Where it is called; -1 before that is known. */
    int backChannel = -1;

    /** The end by which it is called; -1 before it was made. */
    int far = -1;

    /** Under which address it says that it knows its memory itself. */
    long userBase = DriverRings.GUEST_BASE;

    private final MemorySegment answer = arena().allocate(ANSWER, Long.BYTES);
    private final Mapping mapping;

    /**
     * A guest at one end of a connection, which it owns from now on, with memory; it has said
     * nothing.
     *
     * @param sys of the calling thread
     * @throws SyscallException if the system has no memory or descriptor for it
     */
    public static Driver at(Syscalls sys, int socket) {
        return new Driver(sys, socket);
    }

    Driver(Syscalls sys, int socket) {
        super(sys, socket);
        try {
            boundWaits(socket);
            int file = sys.memfdCreate(arena().allocateFrom("guest"), Linux.MFD_CLOEXEC);
            memoryFile = own("memfd_create", file);
            long size = FILE_BASE + DriverRings.MEMORY;
            SyscallException.check("ftruncate", sys.ftruncate(memoryFile, size));
            mapping = Mapping.of(sys, memoryFile, size);
        } catch (SyscallException e) {
            giveBack();
            throw e;
        }
        memory = mapping.segment().asSlice(FILE_BASE);
        rings = new DriverRings(memory);
    }

    final void expectOk(Pump network, int request) {
        network.pump();
        expect(0, numberReply(request), "the status of " + Request.name(request));
    }

    // Setting up, in the order in which UML does it.

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
        rings.offerReceiveBuffers();
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
        rings.header = Feature.headerBytes(features);
    }

    /** Makes a back channel, and sends its other end, which it keeps, as some guests might. */
    final void sendBackChannel() {
        MemorySegment pair = arena().allocate(JAVA_INT, 2);
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
        SyscallException.check("socketpair", sys.socketpair(Linux.AF_UNIX, type, 0, pair));
        backChannel = own("socketpair", pair.getAtIndex(JAVA_INT, 0));
        far = own("socketpair", pair.getAtIndex(JAVA_INT, 1));
        boundWaits(backChannel);
        request(Request.SET_BACK_CHANNEL, 1 | REPLY, 0, far);
    }

    final void sendMemory() {
        long base = DriverRings.GUEST_BASE;
        sendRegions(memoryFile, base, DriverRings.MEMORY, userBase, FILE_BASE);
    }

    /** A table of regions, four numbers each, in as many files. */
    final void sendRegions(int file, long... numbers) {
        int regions = numbers.length / 4;
        out().set(JAVA_INT, VhostHeader.SIZE, regions);
        out().set(JAVA_INT, VhostHeader.SIZE + 4, 0);
        for (int i = 0; i < numbers.length; i++) {
            out().set(JAVA_LONG_UNALIGNED, VhostHeader.SIZE + 8 + 8L * i, numbers[i]);
        }
        int[] files = new int[regions];
        Arrays.fill(files, file);
        request(Request.SET_MEM_TABLE, 1 | REPLY, 8 + 8 * Math.max(numbers.length, 8), files);
    }

    final void setUpQueue(Pump network, int queue) {
        rings.clear(queue);
        state(Request.SET_VRING_NUM, 1 | REPLY, queue, DriverRings.ENTRIES);
        expectOk(network, Request.SET_VRING_NUM);
        state(Request.SET_VRING_BASE, 1 | REPLY, queue, 0);
        expectOk(network, Request.SET_VRING_BASE);
        sendAddresses(queue, userBase + DriverRings.ring(queue));
        expectOk(network, Request.SET_VRING_ADDR);
    }

    final void sendAddresses(int queue, long table) {
        sendAddresses(queue, table, table + DriverRings.AVAILABLE, table + DriverRings.USED);
    }

    final void sendAddresses(int queue, long table, long available, long used) {
        VringAddress.put(out(), VhostHeader.SIZE, queue, table, available, used);
        request(Request.SET_VRING_ADDR, 1 | REPLY, VringAddress.SIZE);
    }

    final void enable(Pump network, int queue, int on) {
        state(Request.SET_VRING_ENABLE, 1 | REPLY, queue, on);
        expectOk(network, Request.SET_VRING_ENABLE);
    }

    // Frames.

    /** Puts a frame into the transmit queue. */
    public final void queueFrame(byte[] frame) {
        rings.queueFrame(frame);
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
        return rings.received();
    }

    /** Waits for a call, and answers it. */
    public final void awaitCall() {
        takeCall();
        answerCall();
    }

    /** Waits for a call. */
    public final void takeCall() {
        receive(backChannel, CALL, "what came of a call");
        expect(Request.BACK_VRING_CALL, VhostHeader.request(in(), 0), "a call's request");
        expect(VhostHeader.FLAGS_REQUEST | REPLY, VhostHeader.flags(in(), 0), "a call's flags");
        expect(VringState.SIZE, VhostHeader.size(in(), 0), "a call's size");
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
}
