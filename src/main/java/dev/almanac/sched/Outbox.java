// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

/**
 * Where the conductor puts what it has to say. Nothing is delivered before the conductor has
 * returned, so messages to one participant that belong together travel together, and a failure to
 * deliver comes back as a disconnection later.
 */
public interface Outbox {
    /** Queues a message. */
    void send(Session to, int op, int seq, long time);

    /**
     * Queues the answer to START, which carries the shared memory where there is one.
     *
     * @param slot what the participant is told about its place in that memory; 0 without
     */
    void sendStartAck(Session to, int seq, int slot);

    /**
     * Ends the connection of a participant that broke the rules; what was queued for it is lost.
     */
    void close(Session session);
}
