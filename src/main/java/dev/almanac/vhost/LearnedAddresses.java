// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.HashMap;
import java.util.Map;

/**
 * Forwards as switches do (IEEE 802.1D, 7.8): an address is where it was last seen as a source, and
 * a frame to an address that was never seen reaches everybody.
 */
final class LearnedAddresses implements Forwarding {
    /** How many addresses are kept: a guest can invent any number. */
    static final int LIMIT = 16_384;

    private final Map<Long, Port> ports = new HashMap<>();

    @Override
    public boolean learn(Port port, long source) {
        Port known = ports.get(source);
        if (known == port
                || EtherAddress.isGroup(source)
                || (known == null && ports.size() == LIMIT)) {
            return false;
        }
        ports.put(source, port);
        return true;
    }

    @Override
    public boolean reaches(Port port, long destination) {
        Port known = ports.get(destination);
        return known == null || known == port;
    }

    @Override
    public void forget(Port port) {
        ports.values().removeIf(known -> known == port);
    }
}
