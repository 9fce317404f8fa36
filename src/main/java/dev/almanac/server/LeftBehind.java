// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.session.Session;
import dev.almanac.vhost.Port;

import org.jspecify.annotations.Nullable;

/**
 * Connections that outlive the process they are of: a child of a guest that was being born when the
 * guest was killed keeps them open. Whoever waits for such a one would wait for ever, so they are
 * closed.
 *
 * <p>Belongs to the event loop's thread.
 */
final class LeftBehind {
    private static final String LINE =
            "the process of %s has ended, though another one keeps its connection open; closed it";

    private final Delivery delivery;
    private final Conductor conductor;
    private final @Nullable GuestNetwork network;
    private final Reports reports;

    LeftBehind(
            EventLoop loop, Conductor conductor, @Nullable GuestNetwork network, Reports reports) {
        delivery = loop.delivery();
        this.conductor = conductor;
        this.network = network;
        this.reports = reports;
    }

    /** Closes a participant's connection if its process has ended; whether it has. */
    boolean closes(Session session) {
        boolean ended = ProcessState.hasEnded(session.pid());
        if (ended) {
            reports.say(LINE.formatted(reports.attendance().who(session)));
            delivery.disconnect(session, conductor);
        }
        return ended;
    }

    /** Closes the connection of a network card if the process of its guest has ended. */
    boolean closes(Port card) {
        boolean ended = network != null && ProcessState.hasEnded(card.pid());
        if (ended && network != null) {
            reports.say(LINE.formatted(card + " (pid " + card.pid() + ")"));
            network.network().disconnect(card);
        }
        return ended;
    }
}
