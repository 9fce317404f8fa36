// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for guests: takes their connections, gives each a port of one Ethernet switch.
 *
 * <p>Belongs to the event loop's thread, which calls {@link #connected} for each connection that it
 * accepted, reads what its {@link Sockets} were asked to watch, and calls {@link #turn} when the
 * time comes that the {@link NetworkClock} was told.
 */
public final class Network implements AutoCloseable {
    private final NetworkSettings settings;
    private final Syscalls sys;
    private final Sockets sockets;
    private final GuestIds ids;
    private final NetworkJournal journal;
    private final Hub hub;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment outgoing = arena.allocate(Card.OUTGOING_BYTES, Long.BYTES);
    private final List<Nic> nics = new ArrayList<>();
    private final List<Port> past = new ArrayList<>();
    private final Names names = new Names();

    /**
     * A network without guests.
     *
     * @param sys of the calling thread
     * @param tap sees all frames
     */
    public Network(
            NetworkSettings settings,
            Syscalls sys,
            NetworkClock clock,
            Sockets sockets,
            GuestIds ids,
            NetworkJournal journal,
            FrameTap tap) {
        this.settings = settings;
        this.sys = sys;
        this.sockets = sockets;
        this.ids = ids;
        this.journal = journal;
        hub =
                new Hub(
                        clock,
                        journal,
                        tap,
                        settings.learns() ? new LearnedAddresses() : new FirstAddress(),
                        settings.immediate(),
                        settings.simulated());
    }

    /**
     * A guest connected.
     *
     * @param fd the socket, which is the network's from now on
     * @param pid the process at its other end, 0 if unknown
     * @return 0, or {@code -errno} if it cannot be watched, and is closed
     */
    public int connected(int fd, int pid) {
        return connected(fd, pid, Feature.PROTOCOL_FEATURES);
    }

    /** A guest connected whose card offers these features, and its address where it tells that. */
    int connected(int fd, int pid, long cardFeatures) {
        Names.Name name = names.take(ids.idOf(pid));
        long address = settings.tellsAddresses() ? name.address() : EtherAddress.NONE;
        long features = cardFeatures | (address == EtherAddress.NONE ? 0 : Feature.MAC);
        int client = nics.size() + 1;
        Nic nic =
                new Nic(
                        this,
                        fd,
                        new Nic.Identity(name.toString(), pid, client, features, address),
                        new Link(settings.link(), name.address()));
        nics.add(nic);
        hub.plug(nic.port());
        int watched = sockets.watch(fd, nic::readRequests);
        if (watched < 0) {
            nic.close();
            return watched;
        }
        journal.connected(nic.port());
        return 0;
    }

    /**
     * Does what is to be done at a time that the {@link NetworkClock} was told. Nobody may run
     * meanwhile.
     *
     * @return whether that is all; if not, nobody may run until {@link NetworkClock#turnEnded}
     */
    public boolean turn(long now) {
        return hub.turn(now);
    }

    /** The port whose guest's answer a turn waits for; null if none does. */
    public @Nullable Port awaited() {
        return hub.awaited();
    }

    /** Ends a port's connection, as if its guest had. */
    public void disconnect(Port port) {
        for (Nic nic : nics) {
            if (nic.port() == port) {
                nic.close();
                return;
            }
        }
    }

    /** All ports through which anything went, in the order of connection. */
    public List<Port> ports() {
        List<Port> all = new ArrayList<>(past);
        for (Nic nic : nics) {
            all.add(nic.port());
        }
        return all;
    }

    /** Where a card puts together what it writes; for one call at a time. */
    MemorySegment outgoing() {
        return outgoing;
    }

    Hub hub() {
        return hub;
    }

    Syscalls sys() {
        return sys;
    }

    Sockets sockets() {
        return sockets;
    }

    NetworkJournal journal() {
        return journal;
    }

    /** A card closed itself. */
    void gone(Nic nic) {
        Port port = nic.port();
        nics.remove(nic);
        names.giveBack(port.name());
        if (!port.counters().isEmpty()) {
            past.add(port);
        }
        journal.disconnected(port);
        hub.unplug(port);
    }

    /** Ends all connections; frames on their way are lost. */
    @Override
    public void close() {
        hub.halt();
        while (!nics.isEmpty()) {
            nics.getLast().close();
        }
        hub.close();
        arena.close();
    }
}
