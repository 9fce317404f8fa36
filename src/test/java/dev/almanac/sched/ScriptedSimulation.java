// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.almanac.calendar.Calendar;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.shm.SharedMemory;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A conductor over a real calendar, and over real shared memory if wanted, whose participants are
 * {@link Puppet}s. What the conductor says is kept, and checked, by a {@link Transcript}.
 */
final class ScriptedSimulation implements AutoCloseable {
    /** A participant with no request in {@link #begin}. */
    static final long NO_REQUEST = Long.MIN_VALUE;

    static final long TIME_AT_START = 5_000_000;
    private static final int SLOTS = 128;

    private final @Nullable SharedMemory memory;
    private final @Nullable ParticipantsMemory participantsMemory;
    private final Transcript transcript;
    private final Conductor conductor;
    private int connections;
    private boolean stepping;

    /** The names of those that share time when they begin or join. */
    private final Set<String> sharing = new HashSet<>();

    private ScriptedSimulation(Settings settings, @Nullable SharedMemory memory) {
        this.memory = memory;
        participantsMemory = memory == null ? null : new ParticipantsMemory(memory.fd());
        transcript = new Transcript(participantsMemory);
        conductor =
                new Conductor(
                        settings,
                        new Calendar(),
                        memory == null ? SharedTime.NONE : memory,
                        transcript,
                        transcript);
        conductor.begin();
    }

    /** Without shared memory. */
    static ScriptedSimulation withMessages(int clients, long freeRun) {
        return of(settings(clients, freeRun));
    }

    /** Without shared memory. */
    static ScriptedSimulation of(Settings settings) {
        return new ScriptedSimulation(settings, null);
    }

    /** With shared memory, for those of these names that begin or join. */
    static ScriptedSimulation withMemory(int clients, long freeRun, String... sharing) {
        return withMemory(settings(clients, freeRun), sharing);
    }

    /** With shared memory, for those of these names that begin or join. */
    static ScriptedSimulation withMemory(Settings settings, String... sharing) {
        ScriptedSimulation simulation =
                new ScriptedSimulation(
                        settings, SharedMemory.create(new LinuxSyscalls(), settings.maxSlots()));
        simulation.sharing.addAll(Arrays.asList(sharing));
        return simulation;
    }

    private static Settings settings(int clients, long freeRun) {
        return new Settings(clients, SLOTS, freeRun, 0, TIME_AT_START);
    }

    // Who takes part.

    Puppet connect(String name) {
        Session session = new Session(connections, 0, ++connections);
        Puppet puppet = new Puppet(this, name, session);
        transcript.add(puppet);
        conductor.connected(session);
        return puppet;
    }

    /**
     * Starts as many participants as it waits for, a, b, c and so on: each requests a time at its
     * start and waits. Whoever is the first to run then has the floor.
     */
    List<Puppet> begin(long... requests) {
        List<Puppet> begun = new ArrayList<>();
        for (int i = 0; i < requests.length; i++) {
            begun.add(connect(Character.toString('a' + i)));
        }
        for (int i = 0; i < requests.length; i++) {
            begun.get(i).starts(i + 1);
        }
        for (int i = 0; i < requests.length; i++) {
            assertSame(begun.get(i), runner());
            live(begun.get(i), requests[i]);
        }
        said();
        return begun;
    }

    /** Somebody starts while another one runs, which waits then; it requests a time and waits. */
    Puppet join(String name, long request) {
        Puppet puppet = connect(name);
        puppet.starts(100 + connections);
        Objects.requireNonNull(runner()).waits();
        assertSame(puppet, runner());
        live(puppet, request);
        said();
        return puppet;
    }

    /** Lets time go on to anywhere at all, while one participant runs and nobody else asks. */
    void goTo(long time) {
        Puppet alone = Objects.requireNonNull(runner());
        while (now() != time) {
            long left = time - now();
            long step = Long.compareUnsigned(left, 1L << 61) < 0 ? left : 1L << 61;
            alone.updates(now() + step - alone.session.offset());
        }
        said();
    }

    private void live(Puppet puppet, long request) {
        if (sharing.contains(puppet.name)) {
            puppet.sharesTime();
        }
        if (request != NO_REQUEST && puppet.sharesTime) {
            puppet.requestsInMemory(puppet.session.offset() + request);
        } else if (request != NO_REQUEST) {
            puppet.requests(request);
        }
        puppet.waits();
    }

    // What goes in.

    void hears(Puppet from, int op, int seq, long time) {
        if (op == Op.WAIT) {
            transcript.givesBackTheFloor(from);
        }
        conductor.received(from.session, op, seq, time);
        confirmAll();
    }

    void loses(Puppet puppet) {
        transcript.remove(puppet);
        conductor.disconnected(puppet.session);
        confirmAll();
    }

    /** What a transport notices. */
    void finds(Puppet by, Violation violation, String subject) {
        conductor.violated(by.session, violation, subject);
        confirmAll();
    }

    private void confirmAll() {
        for (Puppet.Question next; (next = transcript.nextToConfirm()) != null; ) {
            next.to().confirms(next);
        }
        if (stepping && conductor.situation().stands()) {
            steer(steering -> steering.step(1));
        }
    }

    // What came out.

    /** Everything that the conductor said since the last time, in order. */
    List<String> said() {
        return transcript.takeLines();
    }

    /** The conductor said that, and nothing else, since the last time. */
    void assertSaid(String... lines) {
        assertEquals(String.join("\n", lines), String.join("\n", said()));
    }

    @Nullable Puppet runner() {
        return transcript.runner();
    }

    long now() {
        return transcript.now();
    }

    @Nullable Outcome outcome() {
        return conductor.outcome();
    }

    /** What the conductor does for a device; then participants confirm what they are asked. */
    void device(Consumer<Conductor> act) {
        act.accept(conductor);
        confirmAll();
    }

    /** What people do with the steering. */
    void steer(Consumer<Steering> act) {
        act.accept(conductor.steering());
        conductor.goAhead();
        confirmAll();
    }

    /** From now on somebody lets it pause before each grant, and steps. */
    void steps() {
        stepping = true;
        steer(Steering::pause);
    }

    Situation situation() {
        return conductor.situation();
    }

    /** The shared memory as participants have it. */
    ParticipantsMemory memory() {
        return Objects.requireNonNull(participantsMemory, "without shared memory");
    }

    @Override
    public void close() {
        if (memory != null) {
            memory().close();
            memory.close();
        }
    }
}
