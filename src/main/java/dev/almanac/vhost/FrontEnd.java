// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Does what a front-end asks for, and answers it. A request that brings something wrong, or in the
 * wrong state, is a {@link Misbehaviour}.
 *
 * <p>Belongs to the event loop's thread.
 */
final class FrontEnd {
    /** What a request can make happen outside of its card. */
    interface Effects {
        /** Frames may wait in the transmit queue; the reply is held until that is known. */
        void kicked();

        /** The transmit queue is about to be switched off. */
        void switchingOff();

        /** The guest can be called by that socket, which is the callee's from now on. */
        void callBy(int fd);

        /** Whether it can be called. */
        boolean canCall();

        /** Closes descriptors that nobody needs. */
        void close(int[] fds, int count);
    }

    private static final int QUEUE_NUMBER = 0xff;
    private static final int WITHOUT_DESCRIPTOR = 0x100;
    private static final long AT = MessageReader.PAYLOAD;

    private final MessageReader requests;
    private final MemorySegment message;
    private final Replies replies;
    private final Card card;
    private final Effects effects;
    private final int[] taken = new int[MemoryTable.MAX_REGIONS];

    FrontEnd(MessageReader requests, Replies replies, Card card, Effects effects) {
        this.requests = requests;
        this.replies = replies;
        this.card = card;
        this.effects = effects;
        message = requests.message();
    }

    /** Serves the request that was read last. */
    void serve() {
        int request = requests.request();
        int flags = requests.flags();
        if ((flags & ~VhostHeader.WANTS_REPLY) != VhostHeader.FLAGS_REQUEST) {
            throw new Misbehaviour(
                    "sent %s with flags %#x".formatted(Request.name(request), flags));
        }
        checkDescriptors(request);
        if (answersByItself(request)) {
            return;
        }
        boolean known = serve(request);
        if ((flags & VhostHeader.WANTS_REPLY) != 0) {
            replies.reply(request, known ? 0 : 1);
        } else if (!known) {
            throw new Misbehaviour("sent an unknown " + Request.name(request));
        }
    }

    private void checkDescriptors(int request) {
        int count = requests.descriptorCount();
        boolean takesSome =
                switch (request) {
                    case Request.SET_MEM_TABLE,
                            Request.SET_VRING_KICK,
                            Request.SET_VRING_CALL,
                            Request.SET_VRING_ERR,
                            Request.SET_BACK_CHANNEL ->
                            true;
                    default -> false;
                };
        if (count > 0 && !takesSome) {
            throw new Misbehaviour(
                    "sent %d descriptors with %s".formatted(count, Request.name(request)));
        }
    }

    /** Serves the requests that get an answer in any case. */
    private boolean answersByItself(int request) {
        switch (request) {
            case Request.GET_FEATURES -> replies.reply(request, card.offered());
            case Request.GET_PROTOCOL_FEATURES -> replies.reply(request, card.offeredProtocol());
            case Request.GET_QUEUE_NUM -> replies.reply(request, card.queueCount());
            case Request.GET_VRING_BASE -> {
                expect(VringState.SIZE);
                int index = VringState.index(message, AT);
                enable(index, 0);
                VringState.put(message, AT, index, card.queue(index).base());
                replies.reply(request, message, AT, VringState.SIZE);
            }
            case Request.GET_CONFIG -> {
                int bytes = expectConfig();
                card.readConfig(configOffset(), message, AT + ConfigAccess.SIZE, bytes);
                replies.reply(request, message, AT, ConfigAccess.SIZE + bytes);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Serves the others; false if there is no such request. */
    private boolean serve(int request) {
        switch (request) {
            case Request.SET_OWNER -> {}
            case Request.RESET_OWNER -> {
                enable(Station.TRANSMIT, 0);
                enable(Station.RECEIVE, 0);
            }
            case Request.RESET_DEVICE -> {
                enable(Station.TRANSMIT, 0);
                card.reset();
            }
            case Request.SET_FEATURES -> card.accept(number());
            case Request.SET_PROTOCOL_FEATURES -> card.acceptProtocol(number());
            case Request.SET_MEM_TABLE -> card.useMemory(requests);
            case Request.SET_BACK_CHANNEL -> setBackChannel();
            case Request.SET_VRING_NUM -> card.queue(index()).setSize(num());
            case Request.SET_VRING_BASE -> card.queue(index()).setBase(num());
            case Request.SET_VRING_ADDR -> setAddresses();
            case Request.SET_VRING_KICK, Request.SET_VRING_CALL, Request.SET_VRING_ERR -> passBy();
            case Request.SET_VRING_ENABLE -> enable(index(), num());
            case Request.VRING_KICK -> kick(index());
            case Request.SET_CONFIG -> {
                int bytes = expectConfig();
                card.writeConfig(configOffset(), message, AT + ConfigAccess.SIZE, bytes);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void setAddresses() {
        expect(VringAddress.SIZE);
        card.queue(VringAddress.index(message, AT))
                .setAddresses(
                        VringAddress.descriptors(message, AT),
                        VringAddress.available(message, AT),
                        VringAddress.used(message, AT));
    }

    private void setBackChannel() {
        if (requests.descriptorCount() != 1) {
            throw new Misbehaviour(
                    "sent %d descriptors for its back channel"
                            .formatted(requests.descriptorCount()));
        }
        requests.takeDescriptors(taken);
        effects.callBy(taken[0]);
    }

    /** A way to notify that is not used here: takes note that it is well-formed. */
    private void passBy() {
        long value = number();
        card.queue((int) value & QUEUE_NUMBER);
        int expected = (value & WITHOUT_DESCRIPTOR) != 0 ? 0 : 1;
        int count = requests.descriptorCount();
        if (count != expected) {
            throw new Misbehaviour(
                    "sent %d descriptors with %s"
                            .formatted(count, Request.name(requests.request())));
        }
        requests.takeDescriptors(taken);
        effects.close(taken, count);
    }

    private void enable(int index, int on) {
        VirtQueue queue = card.queue(index);
        if (on == 0) {
            if (index == Station.TRANSMIT && queue.isEnabled()) {
                effects.switchingOff();
            }
            queue.disable();
        } else if (!card.isInBand() || !effects.canCall()) {
            throw new Misbehaviour(
                    "switches a queue on without in-band notifications and a back channel");
        } else if (!queue.isEnabled()) {
            queue.enable();
            // While it was off, the guest kept its kicks to itself.
            if (queue.offered() > 0) {
                kick(index);
            }
        }
    }

    private void kick(int index) {
        if (card.queue(index).isEnabled() && index == Station.TRANSMIT) {
            effects.kicked();
        }
    }

    private int index() {
        expect(VringState.SIZE);
        return VringState.index(message, AT);
    }

    private int num() {
        return VringState.num(message, AT);
    }

    private long number() {
        expect(Long.BYTES);
        return message.get(JAVA_LONG, AT);
    }

    /** The bytes of a GET_CONFIG or SET_CONFIG. */
    private int expectConfig() {
        int size = requests.size();
        if (size < ConfigAccess.SIZE
                || ConfigAccess.length(message, AT) != size - ConfigAccess.SIZE) {
            throw wrongSize();
        }
        return size - ConfigAccess.SIZE;
    }

    private long configOffset() {
        return Integer.toUnsignedLong(ConfigAccess.offset(message, AT));
    }

    private void expect(int bytes) {
        if (requests.size() != bytes) {
            throw wrongSize();
        }
    }

    private Misbehaviour wrongSize() {
        return new Misbehaviour(
                "sent %s of %d bytes".formatted(Request.name(requests.request()), requests.size()));
    }
}
