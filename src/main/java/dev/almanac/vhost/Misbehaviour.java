// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * A guest's card did what no card may do, or its memory cannot be used: its connection has to go.
 * Thrown where that is found, caught at the edge, where the connection is closed.
 */
final class Misbehaviour extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Something that ends a connection.
     *
     * @param what to be read after the card's name: "sent a message of 5000 bytes"
     */
    Misbehaviour(String what) {
        super(what, null, false, false); // says all; where in our code is of no interest
    }

    /** What it did, to be read after its name. */
    String what() {
        String what = getMessage();
        return what == null ? "" : what;
    }
}
