// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.HashSet;
import java.util.Set;

/**
 * Names for ports that are the same in equal runs: the ID of the guest, and the number of its card
 * where it has several; or the order of connection where the guest is not known. Addresses and the
 * chance of links are derived from the same.
 */
final class Names {
    /**
     * A name.
     *
     * @param id of the guest, or how many unknown ones there were before
     * @param card 0 for the guest's first
     */
    record Name(boolean known, long id, int card) {
        /**
         * An Ethernet address of those that anybody may use: 02 for guests that are known, 06 for
         * others, the number of the card, and four bytes of the ID.
         */
        long address() {
            return (known ? 2L : 6L) << 40 | (card & 0xffL) << 32 | (id & 0xffff_ffffL);
        }

        @Override
        public String toString() {
            String name = known ? "id:" + Long.toHexString(id) : "port-" + id;
            return card == 0 ? name : name + "." + card;
        }
    }

    private final Set<String> taken = new HashSet<>();
    private long unknown;

    /** Takes the first free name of a guest. */
    Name take(long id) {
        if (id == GuestIds.UNKNOWN) {
            return new Name(false, ++unknown, 0);
        }
        for (int card = 0; ; card++) {
            Name name = new Name(true, id, card);
            if (taken.add(name.toString())) {
                return name;
            }
        }
    }

    void giveBack(String name) {
        taken.remove(name);
    }
}
