// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What the conductor says, as lines, one a message:
 *
 * <pre>
 *   a ACK WAIT           a's WAIT is answered; with its time, where that is not 0: a ACK GET 50
 *   b FREE_UNTIL 100
 *   b RUN 50
 *   c broke NOT_RUNNING  c's connection is closed
 *   stuck
 * </pre>
 *
 * It checks what must hold whatever a test does: one participant has the floor at a time; each
 * answer is one to a question, and goes to somebody who is there; shared memory is up to date when
 * the floor is given; and nobody's REQUEST is answered while who runs may believe that it is free
 * to pass the time of it.
 */
final class Transcript implements Outbox, Journal {
    private final @Nullable ParticipantsMemory memory;
    private final IdentityHashMap<Session, Puppet> puppets = new IdentityHashMap<>();
    private final ArrayDeque<Puppet.Question> toConfirm = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private @Nullable Puppet runner;
    private long now;

    Transcript(@Nullable ParticipantsMemory memory) {
        this.memory = memory;
    }

    void add(Puppet puppet) {
        puppets.put(puppet.session, puppet);
    }

    void remove(Puppet puppet) {
        puppets.remove(puppet.session);
        givesBackTheFloor(puppet);
    }

    void givesBackTheFloor(Puppet puppet) {
        if (puppet == runner) {
            runner = null;
        }
    }

    @Nullable Puppet runner() {
        return runner;
    }

    long now() {
        return now;
    }

    /** The next question that a puppet confirms by itself; null if there is none. */
    Puppet.@Nullable Question nextToConfirm() {
        Puppet.Question next;
        do {
            next = toConfirm.poll();
        } while (next != null && !puppets.containsKey(next.to().session));
        return next;
    }

    /** All lines since the last time. */
    List<String> takeLines() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void send(Session to, int op, int seq, long time) {
        Puppet puppet = present(to);
        if (op == Op.ACK) {
            int answered = puppet.acked(seq);
            assertMayBeAnswered(puppet, answered);
            lines.add(puppet + " ACK " + Op.name(answered) + (time == 0 ? "" : " " + time));
            return;
        }
        lines.add(puppet + " " + Op.name(op) + " " + time);
        if (op == Op.RUN) {
            takesTheFloor(puppet);
        }
        if (op == Op.RUN && puppet.sharesTime) {
            return; // it does not answer that
        }
        puppet.isAsked(op, seq, time);
        if (puppet.confirmsAtOnce) {
            toConfirm.add(puppet.unconfirmed().getLast());
        }
    }

    @Override
    public void sendStartAck(Session to, int seq, int slot) {
        Puppet puppet = present(to);
        assertEquals(Op.START, puppet.acked(seq));
        assertEquals(memory == null ? 0 : to.slot(), slot);
        puppet.started();
        takesTheFloor(puppet);
        lines.add(puppet + " ACK START" + (slot == 0 ? "" : " " + slot));
    }

    @Override
    public void close(Session session) {
        remove(present(session));
    }

    @Override
    public void timeIs(long time) {
        now = time;
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        lines.add(present(session) + " broke " + violation);
    }

    @Override
    public void dismissed(Session session) {
        lines.add(present(session) + " dismissed");
    }

    @Override
    public void stuck(Roster roster) {
        lines.add("stuck");
    }

    private Puppet present(Session session) {
        Puppet puppet = puppets.get(session);
        assertNotNull(puppet, () -> session + " is spoken to, but is gone");
        return puppet;
    }

    private void takesTheFloor(Puppet puppet) {
        assertNull(runner, () -> puppet + " gets the floor, but somebody has it");
        runner = puppet;
        if (memory != null) {
            assertEquals(puppet.slot(), memory.runningId());
            assertEquals(now, memory.currentTime());
            if (puppet.sharesTime) {
                memory.requestCleared(puppet.slot());
            }
        }
    }

    private void assertMayBeAnswered(Puppet requester, int op) {
        Puppet running = runner;
        if (op == Op.REQUEST && running != null && running != requester) {
            assertFalse(
                    running.mayPass(requester.requested()),
                    () -> running + " may not know yet of the request of " + requester);
        }
    }
}
