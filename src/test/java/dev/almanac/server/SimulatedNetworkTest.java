// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.calendar.Calendar;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Outbox;
import dev.almanac.sched.Settings;
import dev.almanac.sched.SharedTime;
import dev.almanac.session.Session;
import dev.almanac.vhost.NetworkClock;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Kicks of guests: of the one that runs, and of one that does not, though it should not kick. */
class SimulatedNetworkTest {
    private final List<String> said = new ArrayList<>();
    private final Conductor conductor =
            new Conductor(
                    new Settings(2, 4, 1_000, 0, 0),
                    new Calendar(),
                    SharedTime.NONE,
                    new Outbox() {
                        @Override
                        public void send(Session to, int op, int seq, long time) {
                            if (op != Op.ACK) {
                                said.add(to.name() + " " + Op.name(op) + " " + time);
                            }
                        }

                        @Override
                        public void sendStartAck(Session to, int seq, int slot) {}

                        @Override
                        public void close(Session session) {
                            said.add(session.name() + " is closed");
                        }
                    },
                    new Journal() {});
    private final SimulatedNetwork place = new SimulatedNetwork(conductor);
    private final Session runner = new Session(0, 11, 1);
    private final Session waiting = new Session(1, 22, 2);

    /** Lets one run from 10 to 50; it has come to 20 when a guest kicks its card. */
    private void kickAt20(int pid) {
        conductor.setDevice(() -> said.add("turn at " + conductor.currentTime()));
        conductor.begin();
        conductor.connected(runner);
        conductor.connected(waiting);
        conductor.received(runner, Op.START, 1, 1);
        conductor.received(waiting, Op.START, 1, 2);
        sleep(runner, 10);
        sleep(waiting, 50);
        assertEquals(List.of("id:1 FREE_UNTIL 50", "id:1 RUN 10"), said);
        said.clear();
        conductor.received(runner, Op.UPDATE, 4, 20);
        place.wakeAt(place.now(), NetworkClock.FIRST);
        place.stopRunner(pid, () -> said.add("the kick is answered"));
    }

    private void sleep(Session session, long until) {
        conductor.received(session, Op.REQUEST, 2, until);
        conductor.received(session, Op.WAIT, 3, -1);
    }

    @Test
    void whoRunsHasItsAnswerWhenItKnowsThatItStops() {
        kickAt20(runner.pid());
        assertEquals(List.of("id:1 FREE_UNTIL 20"), said);
        conductor.received(runner, Op.ACK, 3, 0);
        assertEquals(List.of("id:1 FREE_UNTIL 20", "the kick is answered"), said);
        sleep(runner, 100);
        assertEquals("turn at 20", said.get(2));
        assertEquals("id:2 RUN 50", said.getLast());
    }

    /**
     * Whoever runs knows nothing of it, and may have gone on: then the network takes its turn late
     * rather than back in time.
     */
    @ParameterizedTest
    @ValueSource(ints = {22, 33, 0}) // one that waits, one that takes no part, an unknown one
    void whoDoesNotRunHasItsAnswerAtOnce(int pid) {
        kickAt20(pid);
        assertEquals(List.of("the kick is answered"), said);
        conductor.received(runner, Op.UPDATE, 5, 40);
        sleep(runner, 100);
        assertEquals(
                List.of("the kick is answered", "turn at 40", "id:2 FREE_UNTIL 100", "id:2 RUN 50"),
                said);
    }
}
