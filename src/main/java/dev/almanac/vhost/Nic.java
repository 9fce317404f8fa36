// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.Syscalls;
import dev.almanac.sys.Ucred;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;

/**
 * One guest's network card: its connection, its back channel, and what it has between them. The
 * edge where a {@link Misbehaviour} ends: it costs the connection.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Nic implements Station, FrontEnd.Effects {
    /** Who a guest's card is, and what it is offered. */
    record Identity(String name, int pid, int client, long features, long address) {}

    private final Network network;
    private final Hub hub;
    private final Syscalls sys;
    private final int fd;
    private final Port port;
    private final Arena arena = Arena.ofConfined();
    private final MessageReader requests;
    private final Replies replies;
    private final Card card;
    private final FrontEnd frontEnd;
    private final Runnable replyToKick = this::replyToKick;
    private @Nullable BackChannel backChannel;
    private boolean closed;

    /** A card that was just connected, by a socket that it owns from now on. */
    Nic(Network network, int fd, Identity identity, Link link) {
        this.network = network;
        this.fd = fd;
        hub = network.hub();
        sys = network.sys();
        port = new Port(identity.name(), identity.pid(), identity.client(), this, link);
        requests = new MessageReader(sys, fd, arena);
        replies = new Replies(sys, fd, arena);
        card = new Card(sys, arena, identity.features(), identity.address(), network.outgoing());
        frontEnd = new FrontEnd(requests, replies, card, this);
    }

    Port port() {
        return port;
    }

    /**
     * The front-end said something, or went. One message, and no look for another: a front-end
     * mostly waits for our reply first, and one that does not is told of again, after others.
     */
    void readRequests() {
        try {
            switch (requests.next()) {
                case MESSAGE -> frontEnd.serve();
                case LATER -> {}
                case END -> close();
            }
        } catch (Misbehaviour e) {
            fail(e);
        }
    }

    /** The guest answered a call, or went. */
    private void readAnswer(BackChannel channel) {
        try {
            int status = channel.answer();
            if (status == BackChannel.END) {
                close();
            } else if (status != BackChannel.NOTHING) {
                if (status != 0) {
                    network.journal().callRefused(port, status);
                }
                hub.answered(port);
            }
        } catch (Misbehaviour e) {
            fail(e);
        }
    }

    @Override
    public void kicked() {
        replies.hold();
        hub.kick(port, replyToKick);
    }

    private void replyToKick() {
        if (!closed) {
            try {
                replies.release();
            } catch (Misbehaviour e) {
                fail(e);
            }
        }
    }

    @Override
    public void switchingOff() {
        hub.drain(port);
    }

    @Override
    public void callBy(int socket) {
        // A socket of another family could carry our calls anywhere.
        Ucred peer = new Ucred(arena);
        if (backChannel != null || peer.readPeer(sys, socket) < 0 || peer.uid() == -1) {
            sys.close(socket);
            throw new Misbehaviour(
                    backChannel != null
                            ? "has a second back channel"
                            : "has a back channel that is no connected local socket");
        }
        BackChannel channel = new BackChannel(sys, socket, arena);
        backChannel = channel;
        if (network.sockets().watch(socket, () -> readAnswer(channel)) < 0) {
            throw new Misbehaviour("has a back channel that cannot be watched");
        }
    }

    @Override
    public boolean canCall() {
        return backChannel != null;
    }

    @Override
    public void close(int[] fds, int count) {
        for (int i = 0; i < count; i++) {
            sys.close(fds[i]);
        }
    }

    @Override
    public int waiting() {
        try {
            return closed ? 0 : card.waiting();
        } catch (Misbehaviour e) {
            fail(e);
            return 0;
        }
    }

    @Override
    public @Nullable Drop take(Frame into) {
        try {
            return closed ? Drop.GONE : card.take(into);
        } catch (Misbehaviour e) {
            fail(e);
            return Drop.GONE;
        }
    }

    @Override
    public void giveBack() {
        try {
            if (!closed) {
                card.giveBack();
            }
        } catch (Misbehaviour e) {
            fail(e);
        }
    }

    @Override
    public @Nullable Drop put(Frame frame) {
        try {
            return closed ? Drop.GONE : card.put(frame);
        } catch (Misbehaviour e) {
            fail(e);
            return Drop.GONE;
        }
    }

    @Override
    public void call(int queue) {
        try {
            if (!closed && backChannel != null && !backChannel.call(queue)) {
                close();
            }
        } catch (Misbehaviour e) {
            fail(e);
        }
    }

    /** Ends the connection because of what the guest did. */
    void fail(Misbehaviour misbehaviour) {
        if (!closed) {
            network.journal().misbehaved(port, misbehaviour.what());
            close();
        }
    }

    /** Ends the connection. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        network.sockets().forget(fd);
        sys.close(fd);
        if (backChannel != null) {
            network.sockets().forget(backChannel.fd());
            backChannel.close();
        }
        requests.close();
        card.close();
        arena.close();
        network.gone(this);
    }
}
