// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * A place in the switch where a guest's card is plugged in, from its connection to the end of it.
 */
public final class Port {
    private final String name;
    private final int pid;
    private final int client;
    private final Counters counters = new Counters();

    final Station station;
    final Link link;

    /** Where frames to that address go; {@link EtherAddress#NONE} until it is known. */
    long address = EtherAddress.NONE;

    /** How much memory the frames take that it sent and that are on their way. */
    long inFlight;

    Port(String name, int pid, int client, Station station, Link link) {
        this.name = name;
        this.pid = pid;
        this.client = client;
        this.station = station;
        this.link = link;
    }

    /**
     * The same in equal runs: by the guest's ID where that is known, else by order of connection.
     */
    public String name() {
        return name;
    }

    /** The process that connected; 0 if unknown. */
    public int pid() {
        return pid;
    }

    /** How many were connected when it was, itself included: not unique once somebody went. */
    public int client() {
        return client;
    }

    /** What went through it so far. */
    public Counters counters() {
        return counters;
    }

    @Override
    public String toString() {
        return name;
    }
}
