// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Outbox;
import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Those who take part from within the calendar's process. What the conductor says to them is theirs
 * at once; all else goes to the sockets.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Insiders implements Outbox {
    private final Delivery delivery;
    private final int pid = (int) ProcessHandle.current().pid();
    private final Map<Insider, Session> sessions = new HashMap<>();
    private @Nullable Insider[] byConnection = new Insider[64];

    Insiders(Delivery delivery) {
        this.delivery = delivery;
    }

    /** The one as which an insider takes part; null for one that does not yet. */
    @Nullable Session session(Insider insider) {
        return sessions.get(insider);
    }

    /** Somebody takes part. */
    Session add(Insider insider) {
        Session session = delivery.newcomer(pid);
        int connection = session.connection();
        if (connection >= byConnection.length) {
            byConnection = Arrays.copyOf(byConnection, 2 * connection);
        }
        byConnection[connection] = insider;
        sessions.put(insider, session);
        return session;
    }

    /** Somebody has left, if it was there. */
    void remove(Insider insider) {
        Session session = sessions.remove(insider);
        if (session != null) {
            byConnection[session.connection()] = null;
            delivery.release(session);
        }
    }

    private @Nullable Insider insider(Session session) {
        int connection = session.connection();
        return connection < byConnection.length ? byConnection[connection] : null;
    }

    /** Nobody takes part any more. */
    void cutAll(String why) {
        sessions.keySet().forEach(insider -> insider.cut(why));
    }

    @Override
    public void send(Session to, int op, int seq, long time) {
        Insider insider = insider(to);
        if (insider == null) {
            delivery.send(to, op, seq, time);
        } else {
            insider.hear(op, seq, time);
        }
    }

    @Override
    public void sendStartAck(Session to, int seq, int slot) {
        if (insider(to) == null) {
            delivery.sendStartAck(to, seq, slot);
        } else {
            send(to, Op.ACK, seq, slot);
        }
    }

    @Override
    public void close(Session session) {
        Insider insider = insider(session);
        if (insider == null) {
            delivery.close(session);
        } else {
            insider.cut("the calendar has closed it; its standard error says why");
            remove(insider);
        }
    }
}
