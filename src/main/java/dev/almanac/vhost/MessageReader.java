// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.CmsgHdr;
import dev.almanac.sys.Errno;
import dev.almanac.sys.IoVec;
import dev.almanac.sys.Linux;
import dev.almanac.sys.MsgHdr;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads vhost-user messages and the descriptors that come with them: twelve bytes, then exactly as
 * many as those announce, in as many pieces as they come. So a message that is behind in the
 * stream, and its descriptors, are left where they are.
 *
 * <p>Belongs to the event loop's thread. Nothing is allocated for a message.
 */
final class MessageReader implements AutoCloseable {
    /** What one look at the socket came to. */
    enum Outcome {
        /** A whole message is there, until the next look. */
        MESSAGE,
        /** There is nothing more now. */
        LATER,
        /** The peer is gone. */
        END
    }

    /** The longest payload that is taken, in bytes. */
    static final int MAX_PAYLOAD = 4096;

    /** Where the payload begins in {@link #message}: aligned as its structs are. */
    static final long PAYLOAD = 16;

    private static final long HEADER = PAYLOAD - VhostHeader.SIZE;
    private static final int MAX_DESCRIPTORS = 8;
    private static final int FLAGS = Linux.MSG_DONTWAIT | Linux.MSG_CMSG_CLOEXEC;

    private final Syscalls sys;
    private final int fd;
    private final MemorySegment message;
    private final MsgHdr msghdr;
    private final IoVec rest;
    private final CmsgHdr control;

    private final int[] descriptors = new int[MAX_DESCRIPTORS];
    private int descriptorCount;
    private long filled;
    private long wanted = VhostHeader.SIZE;

    /** Reads from a socket, which it does not own, with buffers of the caller's arena. */
    MessageReader(Syscalls sys, int fd, Arena arena) {
        this.sys = sys;
        this.fd = fd;
        message = arena.allocate(PAYLOAD + MAX_PAYLOAD, PAYLOAD);
        msghdr = new MsgHdr(arena);
        rest = new IoVec(arena, 1);
        control = new CmsgHdr(arena, MAX_DESCRIPTORS);
    }

    /**
     * Looks for the next message, and closes what the last one left of its descriptors.
     *
     * @throws Misbehaviour if there cannot be one
     */
    Outcome next() {
        if (filled == wanted) {
            closeDescriptors();
            filled = 0;
            wanted = VhostHeader.SIZE;
        }
        while (filled < wanted) {
            long n = receive();
            if (n > 0) {
                filled += n;
                if (filled == VhostHeader.SIZE) {
                    wanted += payloadBytes();
                }
            } else if (n == -Errno.EAGAIN) {
                return Outcome.LATER;
            } else if (n == 0 && filled > 0) {
                throw new Misbehaviour("ended its stream in the middle of a message");
            } else if (n != -Errno.EINTR) {
                return Outcome.END;
            }
        }
        return Outcome.MESSAGE;
    }

    int request() {
        return VhostHeader.request(message, HEADER);
    }

    int flags() {
        return VhostHeader.flags(message, HEADER);
    }

    /** Bytes of payload: 0 to {@link #MAX_PAYLOAD}. */
    int size() {
        return VhostHeader.size(message, HEADER);
    }

    /** The message; its payload begins at {@link #PAYLOAD}. */
    MemorySegment message() {
        return message;
    }

    /** How many descriptors came with it. */
    int descriptorCount() {
        return descriptorCount;
    }

    /** Hands over the descriptors, in the order in which they came, to be closed by the caller. */
    void takeDescriptors(int[] into) {
        System.arraycopy(descriptors, 0, into, 0, descriptorCount);
        descriptorCount = 0;
    }

    private long receive() {
        rest.set(0, message, HEADER + filled, wanted - filled);
        msghdr.buffers(rest, 1);
        msghdr.receive(control);
        long n = sys.recvmsg(fd, msghdr.segment(), FLAGS);
        if (n > 0) {
            int received = control.received(msghdr);
            int lost = 0;
            for (int i = 0; i < received; i++) {
                if (descriptorCount < MAX_DESCRIPTORS) {
                    descriptors[descriptorCount++] = control.descriptor(i);
                } else {
                    sys.close(control.descriptor(i));
                    lost++;
                }
            }
            if (lost > 0 || msghdr.controlTruncated()) {
                throw new Misbehaviour("sent more descriptors than there is room for");
            }
        }
        return n;
    }

    private int payloadBytes() {
        int size = size();
        if (Integer.compareUnsigned(size, MAX_PAYLOAD) > 0) {
            throw new Misbehaviour(
                    "sent %s with %s bytes"
                            .formatted(Request.name(request()), Integer.toUnsignedString(size)));
        }
        return size;
    }

    private void closeDescriptors() {
        for (int i = 0; i < descriptorCount; i++) {
            sys.close(descriptors[i]);
        }
        descriptorCount = 0;
    }

    /** Closes the descriptors that nobody took. */
    @Override
    public void close() {
        closeDescriptors();
    }
}
