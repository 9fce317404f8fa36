// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A queue of buffers that a driver offers and the device gives back: a split virtqueue.
 *
 * <pre>{@code
 * table of descriptors   N x 16 bytes   the driver writes     (VringDescriptor)
 * available ring         u16 flags, u16 idx, u16 head[N]      the driver writes     (AvailableRing)
 * used ring              u16 flags, u16 idx, { u32 head, u32 bytes }[N]   we write
 * }</pre>
 *
 * <p>Both idx run freely; a place in a ring is idx modulo N. The driver fills a place and then
 * moves its idx, so we read idx first; we fill a place and then move ours. Each read and write is a
 * system call of its own, and a fence keeps their order. idx is read and written together with the
 * six bytes beside it: Linux copies eight bytes at once, but two one after the other, and a driver
 * that looks at the same moment would see half of a new number.
 *
 * <p>What the driver writes is copied, checked and used; nothing is looked up in its memory again
 * for that. Belongs to the event loop's thread.
 */
final class VirtQueue {
    /** There is no buffer. */
    static final int NONE = -1;

    private static final int MAX_SIZE = 32_768;
    private static final int U16 = 0xffff;
    private static final int RING_HEADER = 4;
    private static final int IDX = 2;
    private static final int USED_SIZE = 8;

    /** Drivers mostly chain neighbours, so two descriptors are copied with one call. */
    private static final int COPIED = 2;

    private final MemoryTable memory;
    private final AvailableRing available;
    private final MemorySegment copy;
    private final MemorySegment copiedDescriptors;

    private int size;
    private long descriptorsAddress;
    private long availableAddress;
    private long usedAddress;
    private boolean addressed;
    private boolean enabled;
    private boolean resolved;
    private boolean begun;

    private int descriptorsRegion;
    private int usedRegion;
    private long descriptors;
    private long used;

    private int firstCopied;
    private int nextUsed;
    private int firstUsedHead;

    /** A queue that is off and nowhere. */
    VirtQueue(MemoryTable memory, Arena arena) {
        this.memory = memory;
        available = new AvailableRing(memory, arena);
        copy = arena.allocate(USED_SIZE, Long.BYTES);
        copiedDescriptors = arena.allocate((long) COPIED * VringDescriptor.SIZE, Long.BYTES);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** The number of the next buffer. */
    int base() {
        return available.base();
    }

    void setSize(int entries) {
        checkDisabled();
        if (entries < 1 || entries > MAX_SIZE || Integer.bitCount(entries) != 1) {
            throw new Misbehaviour("wants a queue of " + Integer.toUnsignedString(entries));
        }
        size = entries;
        resolved = false;
        begun = false;
    }

    void setBase(int base) {
        checkDisabled();
        if (base < 0 || base > U16) {
            throw new Misbehaviour("begins a queue at " + Integer.toUnsignedString(base));
        }
        available.setBase(base);
    }

    void setAddresses(long descriptors, long available, long used) {
        checkDisabled();
        if ((descriptors & 15) != 0 || (available & 1) != 0 || (used & 3) != 0) {
            throw new Misbehaviour("has a queue that is not aligned");
        }
        descriptorsAddress = descriptors;
        availableAddress = available;
        usedAddress = used;
        addressed = true;
        resolved = false;
        begun = false;
    }

    private void checkDisabled() {
        if (enabled) {
            throw new Misbehaviour("changes a queue that is on");
        }
    }

    /**
     * Begins to use the rings, or goes on with them.
     *
     * @throws Misbehaviour if they are not known, or not in memory
     */
    void enable() {
        resolve();
        enabled = true;
    }

    /** Touches the rings no more. */
    void disable() {
        enabled = false;
    }

    /** Forgets the rings. */
    void reset() {
        enabled = false;
        addressed = false;
        resolved = false;
        begun = false;
    }

    /** The guest's memory is not where it was. */
    void memoryChanged() {
        resolved = false;
    }

    private void resolve() {
        if (resolved) {
            return;
        }
        if (!addressed || size == 0 || memory.isEmpty()) {
            throw new Misbehaviour("uses a queue before it has told all about it");
        }
        long tableBytes = (long) size * VringDescriptor.SIZE;
        descriptorsRegion = memory.regionOfUser(descriptorsAddress, tableBytes);
        int availableRegion = memory.regionOfUser(availableAddress, AvailableRing.bytes(size));
        usedRegion = memory.regionOfUser(usedAddress, RING_HEADER + (long) size * USED_SIZE);
        if (descriptorsRegion < 0 || availableRegion < 0 || usedRegion < 0) {
            throw new Misbehaviour("has a queue outside its memory");
        }
        descriptors = memory.offsetOfUser(descriptorsRegion, descriptorsAddress);
        long availableAt = memory.offsetOfUser(availableRegion, availableAddress);
        available.isAt(availableRegion, availableAt, size);
        used = memory.offsetOfUser(usedRegion, usedAddress);
        resolved = true;
        if (!begun) {
            begun = true;
            memory.load(usedRegion, used, copy, Long.BYTES);
            nextUsed = Short.toUnsignedInt(copy.get(JAVA_SHORT, IDX));
            firstUsedHead = copy.get(JAVA_INT, RING_HEADER);
        }
    }

    /**
     * How many buffers are offered now.
     *
     * @throws Misbehaviour if there cannot be so many
     */
    int offered() {
        resolve();
        return available.offered();
    }

    /**
     * The next buffer that is offered, which stays offered until {@link #take}.
     *
     * @return its head, or {@link #NONE}
     */
    int head() {
        resolve();
        int head = available.head();
        if (head >= 0) {
            checkIndex(head);
        }
        return head;
    }

    /** Takes the buffer that {@link #head} named. */
    void take() {
        available.take();
    }

    /**
     * Copies the descriptors of a buffer.
     *
     * @param most how many descriptors are allowed, at most
     * @param enough stops behind so many bytes to be written
     */
    void walk(int head, Chain chain, int most, long enough) {
        resolve();
        chain.clear();
        firstCopied = -COPIED;
        int index = head;
        while (true) {
            if (chain.pieces() == most) {
                throw new Misbehaviour("offers a descriptor more than once");
            }
            long at = copied(index);
            int flags = VringDescriptor.flags(copiedDescriptors, at);
            if ((flags & VringDescriptor.INDIRECT) != 0) {
                throw new Misbehaviour("uses indirect descriptors, which it was not offered");
            }
            chain.add(
                    VringDescriptor.address(copiedDescriptors, at),
                    VringDescriptor.length(copiedDescriptors, at),
                    (flags & VringDescriptor.WRITE) != 0);
            if ((flags & VringDescriptor.NEXT) == 0 || chain.writableBytes() >= enough) {
                return;
            }
            index = VringDescriptor.next(copiedDescriptors, at);
            checkIndex(index);
        }
    }

    /** Copies a descriptor, unless it came with the last one; where it is. */
    private long copied(int index) {
        if (index != firstCopied + 1) {
            int count = Math.min(COPIED, size - index);
            memory.load(
                    descriptorsRegion,
                    descriptors + (long) index * VringDescriptor.SIZE,
                    copiedDescriptors,
                    (long) count * VringDescriptor.SIZE);
            firstCopied = index;
        }
        return (long) (index - firstCopied) * VringDescriptor.SIZE;
    }

    /** How many buffers the queue has room for: also the most descriptors of one. */
    int size() {
        return size;
    }

    /**
     * Gives a buffer back.
     *
     * @param bytes how many were written into it
     */
    void give(int head, int bytes) {
        resolve();
        int slot = nextUsed & size - 1;
        copy.set(JAVA_INT, 0, head);
        copy.set(JAVA_INT, 4, bytes);
        memory.store(usedRegion, used + RING_HEADER + (long) slot * USED_SIZE, copy, USED_SIZE);
        if (slot == 0) {
            firstUsedHead = head;
        }
        nextUsed = (nextUsed + 1) & U16;
        VarHandle.releaseFence();
        copy.set(JAVA_SHORT, 0, (short) 0);
        copy.set(JAVA_SHORT, IDX, (short) nextUsed);
        copy.set(JAVA_INT, RING_HEADER, firstUsedHead);
        memory.store(usedRegion, used, copy, Long.BYTES);
        VarHandle.fullFence();
    }

    private void checkIndex(int index) {
        if (index >= size) {
            throw new Misbehaviour("names descriptor %d in a queue of %d".formatted(index, size));
        }
    }
}
