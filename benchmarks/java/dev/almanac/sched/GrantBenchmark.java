// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.wire.Op;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One grant through the whole of the conductor, without sockets: REQUEST and WAIT of one
 * participant, two ACKs to it, FREE_UNTIL and RUN to the next, and its two ACKs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // by start()
public class GrantBenchmark {
    @Param({"2", "63", "1000"})
    public int participants;

    private final List<Session> sessions = new ArrayList<>();
    private Conductor conductor;
    private int turn;
    private int seq;
    private int horizonSeq;
    private int runSeq;

    /** Notes what the next participant has to confirm. */
    private final class Ears implements Outbox {
        @Override
        public void send(Session to, int op, int number, long time) {
            if (op == Op.FREE_UNTIL) {
                horizonSeq = number;
            } else if (op == Op.RUN) {
                runSeq = number;
            }
        }

        @Override
        public void sendStartAck(Session to, int number, int slot) {}

        @Override
        public void close(Session session) {
            throw new IllegalStateException(session + " broke a rule");
        }
    }

    @Setup
    public void start() {
        Settings settings = new Settings(participants, participants + 1, 1_000_000_000, 0, 0);
        conductor =
                new Conductor(
                        settings, new Calendar(), SharedTime.NONE, new Ears(), new Journal() {});
        conductor.begin();
        for (int i = 0; i < participants; i++) {
            Session session = new Session(i, 0, i + 1);
            sessions.add(session);
            conductor.connected(session);
            conductor.received(session, Op.START, ++seq, i + 1);
        }
        for (int i = 0; i < participants; i++) {
            sleep(sessions.get(i), i + 1);
        }
    }

    @Benchmark
    public void grant() {
        Session session = sessions.get(turn++ % participants);
        conductor.received(session, Op.ACK, horizonSeq, 0);
        conductor.received(session, Op.ACK, runSeq, 0);
        sleep(session, (long) turn + participants);
    }

    private void sleep(Session session, long until) {
        conductor.received(session, Op.REQUEST, ++seq, until);
        conductor.received(session, Op.WAIT, ++seq, -1);
    }
}
