// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * Forwards as usfstl's controller does: the source of the first frame that a port sends is its
 * address for ever, whatever it is; a frame to an address that no port has reaches nobody.
 */
final class FirstAddress implements Forwarding {
    @Override
    public boolean learn(Port port, long source) {
        boolean first = port.address == EtherAddress.NONE;
        if (first) {
            port.address = source;
        }
        return first;
    }

    @Override
    public boolean reaches(Port port, long destination) {
        return port.address == destination;
    }

    @Override
    public void forget(Port port) {
        // its address went with it
    }
}
