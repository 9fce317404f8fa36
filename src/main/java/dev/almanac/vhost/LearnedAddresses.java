// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

/**
 * Forwards as switches do (IEEE 802.1D, 7.8): an address is where it was last seen as a source, and
 * a frame to an address that was never seen reaches everybody.
 *
 * <p>A hash table with open addressing, as it is asked for every frame and must not allocate. A
 * guest may choose addresses that all want one place, which costs a look through the whole table:
 * some microseconds.
 */
final class LearnedAddresses implements Forwarding {
    /** How many addresses are kept: a guest can invent any number. */
    static final int LIMIT = 16_384;

    private static final int FIRST_CAPACITY = 64;

    /** Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4). */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] addresses = new long[FIRST_CAPACITY];
    private @Nullable Port[] ports = new Port[FIRST_CAPACITY];
    private int size;

    @Override
    public boolean learn(Port port, long source) {
        int place = place(source);
        Port known = ports[place];
        if (known == port || EtherAddress.isGroup(source) || (known == null && size == LIMIT)) {
            return false;
        }
        put(place, source, port);
        if (known == null && ++size > ports.length / 2) {
            rebuild(ports.length * 2, null);
        }
        return true;
    }

    @Override
    public boolean reaches(Port port, long destination) {
        Port known = ports[place(destination)];
        return known == null || known == port;
    }

    @Override
    public void forget(Port port) {
        rebuild(ports.length, port);
    }

    private void put(int place, long address, Port port) {
        addresses[place] = address;
        ports[place] = port;
    }

    /** Where an address is, or would be. At least half of the places are free. */
    private int place(long address) {
        int mask = ports.length - 1;
        int place = (int) ((address * SPREAD) >>> Integer.SIZE) & mask;
        while (ports[place] != null && addresses[place] != address) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void rebuild(int capacity, @Nullable Port without) {
        long[] oldAddresses = addresses;
        @Nullable Port[] oldPorts = ports;
        addresses = new long[capacity];
        ports = new Port[capacity];
        size = 0;
        for (int i = 0; i < oldPorts.length; i++) {
            Port port = oldPorts[i];
            if (port != null && port != without) {
                put(place(oldAddresses[i]), oldAddresses[i], port);
                size++;
            }
        }
    }
}
