// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.sched.Roster;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.trace.Digest;
import dev.almanac.trace.Event;
import dev.almanac.trace.EventType;
import dev.almanac.trace.Recorder;
import dev.almanac.trace.Run;
import dev.almanac.vhost.Frame;
import dev.almanac.vhost.FrameTap;
import dev.almanac.vhost.Port;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Records all that happens in a simulation, and computes the digest of its schedule.
 *
 * <p>The clock is read when something comes from outside, and when the floor is given; what the
 * conductor does in the same step happens at the same real time.
 */
final class FlightRecorder implements Journal, FrameTap, AutoCloseable {
    private static final int SHARES_TIME = 1;

    /** The exit status after an error in the program. */
    private static final int FAILED = 70;

    private final Recorder recorder;
    private final Digest digest = new Digest();
    private final RecordedConnections connections = new RecordedConnections();
    private final Map<Port, Integer> cards = new HashMap<>();
    private long now;
    private boolean silent;

    /** Records into memory. */
    FlightRecorder(long timeAtStart) {
        Instant begun = Instant.now();
        recorder =
                new Recorder(
                        new Run(
                                begun.getEpochSecond() * 1_000_000_000 + begun.getNano(),
                                timeAtStart,
                                (int) ProcessHandle.current().pid()));
    }

    /**
     * Records into a file instead. Before the simulation begins.
     *
     * @param reports are told if that cannot go on
     * @throws StartupException if it cannot be made
     */
    void recordTo(String path, Syscalls sys, Reports reports) throws StartupException {
        try {
            recorder.recordTo(
                    sys,
                    path,
                    failure ->
                            reports.say(
                                    "the recording %s ends at %s: %s; the simulation goes on"
                                            .formatted(
                                                    path, reports.when(), failure.getMessage())));
        } catch (SyscallException | IllegalArgumentException e) {
            throw new StartupException("cannot record: " + e.getMessage());
        }
    }

    /** The digest of the schedule so far. */
    long digest() {
        return digest.value();
    }

    @Override
    public void timeIs(long time) {
        now = time;
        recorder.timeIs(time);
    }

    @Override
    public void gathering(int expected) {
        recorder.tick();
        recorder.record(EventType.GATHERING, 0, 0, expected, 0);
    }

    @Override
    public void gathered(int expected) {
        recorder.record(EventType.GATHERED, 0, 0, expected, 0);
    }

    @Override
    public void connected(Session session) {
        int pid = session.pid();
        recorder.tick();
        recorder.introduce(
                EventType.CONNECTED, connections.connected(session.connection(), pid), pid, 0);
    }

    @Override
    public void named(Session session, long id) {
        recorder.introduce(EventType.NAMED, number(session), 0, id);
    }

    @Override
    public void received(Session session, int op, int seq, long time) {
        silent = false;
        recorder.tick();
        recorder.record(EventType.RECEIVED, number(session), known(op), seq, time);
        if (op == Op.BROADCAST) {
            digest.broadcast(identity(session), now, time);
        }
    }

    @Override
    public void sent(Session session, int op, int seq, long time) {
        recorder.record(EventType.SENT, number(session), known(op), seq, time);
    }

    @Override
    public void started(Session session) {
        recorder.introduce(EventType.STARTED, number(session), session.slot(), 0);
        connections.takesFloor(session.connection(), recorder.real());
        digest.ran(identity(session), now);
    }

    @Override
    public void granted(Session session, long horizon) {
        recorder.tick();
        recorder.record(EventType.GRANTED, number(session), sharing(session), 0, horizon);
        connections.takesFloor(session.connection(), recorder.real());
        digest.ran(identity(session), now);
    }

    @Override
    public void waits(Session session) {
        recorder.record(EventType.WAITED, number(session), sharing(session), 0, 0);
        connections.leavesFloor(session.connection(), recorder.real());
    }

    @Override
    public void storm(Session session, long grants) {
        recorder.record(EventType.STORM, number(session), 0, 0, grants);
    }

    /** Nothing has happened for so many nanoseconds of real time; somebody may be running. */
    void silent(@Nullable Session runner, long realNanos) {
        silent = true;
        recorder.tick();
        recorder.record(EventType.SILENT, runner == null ? 0 : number(runner), 0, 0, realNanos);
    }

    @Override
    public void violated(Session session, Violation violation, String subject) {
        recorder.tick();
        recorder.record(EventType.VIOLATED, number(session), Rules.number(violation), 0, 0);
    }

    @Override
    public void dismissed(Session session) {
        recorder.tick();
        recorder.record(EventType.EVICTED, number(session), 0, 0, 0);
    }

    @Override
    public void removed(Session session) {
        recorder.tick();
        connections.left(session.connection(), recorder.real());
        recorder.removed(
                number(session),
                (int) session.requestCount(),
                session.updateCount() << 32 | (session.waitCount() & 0xffffffffL));
    }

    /** The frames of a card count as those of the participant that is the same process. */
    @Override
    public void connected(Port port) {
        recorder.tick();
        cards.put(port, participantOf(port.pid()));
    }

    private int participantOf(int pid) {
        int known = connections.numberOf(pid);
        if (known != 0) {
            return known;
        }
        int number = connections.another();
        recorder.introduce(EventType.CARD, number, pid, 0);
        return number;
    }

    @Override
    public void sent(Port from, Frame frame, long time) {
        recorder.tick();
        int number = (int) frame.number();
        recorder.recordAt(time, EventType.FRAME_SENT, cardOf(from), number, frame.length());
    }

    @Override
    public void delivered(Port to, Frame frame, long time) {
        recorder.tick();
        int number = (int) frame.number();
        long value = (long) cardOf(frame.sender()) << 32 | frame.length();
        recorder.recordAt(time, EventType.FRAME_DELIVERED, cardOf(to), number, value);
    }

    private int cardOf(@Nullable Port port) {
        return port == null ? 0 : Objects.requireNonNull(cards.get(port));
    }

    @Override
    public void stuck(Roster roster) {
        recorder.record(EventType.STUCK, 0, 0, 0, 0);
    }

    /**
     * The run is over. If it ended badly, and no file has it all, the events in memory are written
     * into a file next to the socket.
     *
     * @param ending how; null for an error in the program
     * @param socket where participants connect
     */
    void ended(@Nullable Ending ending, String socket, Syscalls sys, Reports reports) {
        recorder.tick();
        int status = ending == null ? FAILED : ending.recorded();
        recorder.record(EventType.ENDED, 0, status, 0, digest.value());
        if (isBad(ending) && !recorder.isInFile()) {
            String path = socket + ".trace";
            try {
                recorder.writeTail(sys, path);
                reports.say(
                        "what happened last is recorded in %s; `almanac trace` prints it"
                                .formatted(path));
            } catch (SyscallException | IllegalArgumentException e) {
                reports.say(
                        "cannot record in %s what happened last: %s"
                                .formatted(path, e.getMessage()));
            }
        }
    }

    private boolean isBad(@Nullable Ending ending) {
        return ending == Ending.STOPPED ? silent : ending != Ending.CLEAN;
    }

    /** Reads the clock: what follows happens now. */
    void tick() {
        recorder.tick();
    }

    /** When the clock was read last, in nanoseconds of real time since the recording began. */
    long real() {
        return recorder.real();
    }

    /** How long a participant has had the floor until {@link #real}, in nanoseconds. */
    long heldNanos(Session session) {
        return connections.held(session.connection(), recorder.real());
    }

    /** The number of a participant in the recording: the how-manieth connection it is, from 1. */
    int number(Session session) {
        return connections.number(session.connection());
    }

    private long identity(Session session) {
        return session.id() == Session.NO_ID ? ~(long) number(session) : session.id();
    }

    private static int known(int op) {
        return Op.isKnown(op) ? op : Event.UNKNOWN_OP;
    }

    private static int sharing(Session session) {
        return session.sharesTime() ? SHARES_TIME : 0;
    }

    /** Ends the file, if there is one. */
    @Override
    public void close() {
        recorder.close();
    }
}
