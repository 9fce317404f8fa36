// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A network card as its driver sees it: features, a configuration space, memory and two queues; and
 * the frames in those.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Card implements AutoCloseable {
    /** The longest frame, and what stands before it. */
    static final int OUTGOING_BYTES = 12 + Frame.MAX_BYTES;

    private static final int MAX_HEADER = 12;
    private static final long NUM_BUFFERS = 10;
    private static final int CONFIG_BYTES = 8;

    private final long offered;
    private final long offeredProtocol;
    private final MemorySegment config;
    private final MemorySegment outgoing;
    private final Chain chain;

    final MemoryTable memory;
    private final VirtQueue[] queues;

    private int headerBytes = MAX_HEADER;
    private long protocol;

    private int descriptorsLeft;
    private int lent = VirtQueue.NONE;

    /**
     * A card that no driver has seen.
     *
     * @param offered the device features
     * @param address its Ethernet address, or {@link EtherAddress#NONE} to leave that to the driver
     * @param outgoing room for {@link #OUTGOING_BYTES}, which all cards may use
     */
    Card(Syscalls sys, Arena arena, long offered, long address, MemorySegment outgoing) {
        this.offered = offered;
        offeredProtocol = Feature.NEEDED | (address == EtherAddress.NONE ? 0 : Feature.CONFIG);
        config = arena.allocate(CONFIG_BYTES);
        if (address != EtherAddress.NONE) {
            MemorySegment.copy(
                    EtherAddress.bytes(address), 0, config, JAVA_BYTE, 0, EtherAddress.BYTES);
        }
        this.outgoing = outgoing;
        memory = new MemoryTable(sys, arena);
        chain = new Chain(memory);
        queues = new VirtQueue[] {new VirtQueue(memory, arena), new VirtQueue(memory, arena)};
    }

    long offered() {
        return offered;
    }

    long offeredProtocol() {
        return offeredProtocol;
    }

    /** The driver accepts device features. */
    void accept(long features) {
        if ((features & ~offered) != 0) {
            throw new Misbehaviour(
                    "accepts features %#x, which it was not offered".formatted(features));
        }
        headerBytes = Feature.headerBytes(features);
    }

    /** The front-end accepts protocol features. */
    void acceptProtocol(long features) {
        if ((features & ~offeredProtocol) != 0) {
            throw new Misbehaviour(
                    "accepts protocol features %#x, which it was not offered".formatted(features));
        }
        if ((features & Feature.IN_BAND) != 0 && (features & Feature.NEEDED) != Feature.NEEDED) {
            throw new Misbehaviour("wants kicks in messages, but no answers to them");
        }
        protocol = features;
    }

    /** Whether kicks and calls are messages that are answered. */
    boolean isInBand() {
        return (protocol & Feature.NEEDED) == Feature.NEEDED;
    }

    /**
     * One of the queues: {@link Station#RECEIVE} or {@link Station#TRANSMIT}.
     *
     * @param index any number
     */
    VirtQueue queue(int index) {
        if (index < 0 || index >= queues.length) {
            throw new Misbehaviour("speaks of queue " + Integer.toUnsignedString(index));
        }
        return queues[index];
    }

    int queueCount() {
        return queues.length;
    }

    /** Guest memory is elsewhere from now on. */
    void useMemory(MessageReader table) {
        memory.replace(table);
        for (VirtQueue queue : queues) {
            queue.memoryChanged();
        }
    }

    /** Forgets all about the queues. */
    void reset() {
        for (VirtQueue queue : queues) {
            queue.reset();
        }
    }

    /** Copies from the configuration space; beyond its end there are zeros. */
    void readConfig(long offset, MemorySegment to, long at, long bytes) {
        to.asSlice(at, bytes).fill((byte) 0);
        if (offset < CONFIG_BYTES) {
            MemorySegment.copy(config, offset, to, at, Math.min(bytes, CONFIG_BYTES - offset));
        }
    }

    /** Lets the driver change the address; nothing else there can be changed. */
    void writeConfig(long offset, MemorySegment from, long at, long bytes) {
        if (offset < EtherAddress.BYTES) {
            MemorySegment.copy(
                    from, at, config, offset, Math.min(bytes, EtherAddress.BYTES - offset));
        }
    }

    /** How many buffers with frames are offered now; begins to take them. */
    int waiting() {
        VirtQueue queue = queues[Station.TRANSMIT];
        // No descriptor can be in two of them, so all together they have no more than there are.
        descriptorsLeft = queue.size();
        return queue.isEnabled() ? queue.offered() : 0;
    }

    /**
     * Takes the frame out of the next buffer, which has to be {@linkplain #giveBack given back}.
     */
    @Nullable Drop take(Frame frame) {
        VirtQueue queue = queues[Station.TRANSMIT];
        lent = queue.isEnabled() ? queue.head() : VirtQueue.NONE;
        if (lent == VirtQueue.NONE) {
            return Drop.GONE;
        }
        queue.take();
        queue.walk(lent, chain, descriptorsLeft, Long.MAX_VALUE);
        descriptorsLeft -= chain.pieces();
        long bytes = chain.readableBytes() - headerBytes;
        if (bytes < Frame.MIN_BYTES) {
            return Drop.RUNT;
        }
        if (bytes > Frame.MAX_BYTES) {
            return Drop.OVERSIZE;
        }
        frame.resize((int) bytes);
        return chain.read(headerBytes, frame.data(), bytes) ? null : Drop.UNREADABLE;
    }

    /** Gives the buffer back that was taken last. */
    void giveBack() {
        if (lent != VirtQueue.NONE) {
            queues[Station.TRANSMIT].give(lent, 0);
            lent = VirtQueue.NONE;
        }
    }

    /** Puts a frame, behind a header that says nothing, into a buffer. */
    @Nullable Drop put(Frame frame) {
        VirtQueue queue = queues[Station.RECEIVE];
        if (!queue.isEnabled()) {
            return Drop.NOT_LISTENING;
        }
        int head = queue.head();
        if (head == VirtQueue.NONE) {
            return Drop.NO_BUFFER;
        }
        int bytes = headerBytes + frame.length();
        queue.walk(head, chain, queue.size(), bytes);
        if (chain.readableBytes() > 0) {
            throw new Misbehaviour("offered a buffer to receive into that is to be read");
        }
        if (chain.writableBytes() < bytes) {
            return Drop.BUFFER_TOO_SMALL;
        }
        queue.take();
        outgoing.set(JAVA_LONG, 0, 0); // twelve zeros; the frame covers what is too many
        outgoing.set(JAVA_INT, Long.BYTES, 0);
        if (headerBytes == MAX_HEADER) {
            outgoing.set(JAVA_SHORT, NUM_BUFFERS, (short) 1);
        }
        MemorySegment.copy(frame.data(), 0, outgoing, headerBytes, frame.length());
        chain.write(outgoing, bytes);
        queue.give(head, bytes);
        return null;
    }

    @Override
    public void close() {
        memory.close();
    }
}
