// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.almanac.sys.Descriptors;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A network with scripted guests, all in one thread: nothing happens unless a test does it. */
final class TestNetwork implements Driver.Pump, AutoCloseable {
    static final long DELAY = 100_000;

    final Syscalls sys;
    final Descriptors fds;
    final ScriptedClock clock = new ScriptedClock();
    final ScriptedSockets sockets = new ScriptedSockets();
    final RecordingJournal journal = new RecordingJournal();
    final Network network;
    final List<TestGuest> guests = new ArrayList<>();
    private final Map<String, String> descriptorsBefore;

    TestNetwork(NetworkSettings settings) {
        this(settings, new LinuxSyscalls(), new FrameTap() {});
    }

    TestNetwork(NetworkSettings settings, Syscalls sys, FrameTap tap) {
        this.sys = sys;
        descriptorsBefore = openDescriptors();
        fds = new Descriptors(sys);
        network =
                new Network(
                        settings, sys, clock, sockets, pid -> pid == 0 ? -1 : pid, journal, tap);
    }

    static TestNetwork ofDelay(long delay) {
        return new TestNetwork(NetworkSettings.ofDelay(delay));
    }

    /** What is open, by number; without what the virtual machine opens when it likes. */
    static Map<String, String> openDescriptors() {
        Map<String, String> open = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    String name = Files.readSymbolicLink(file).toString();
                    if (name.startsWith("socket:") || name.startsWith("/memfd:")) {
                        open.put(file.getFileName().toString(), name);
                    }
                } catch (NoSuchFileException e) {
                    // the descriptor of the directory that is being listed
                }
            }
            return open;
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** A connected guest that has said nothing; its pid is its ID. */
    TestGuest connect(int pid) {
        return connect(pid, Feature.PROTOCOL_FEATURES);
    }

    /** The same; its card offers certain features. */
    TestGuest connect(int pid, long features) {
        Descriptors.Pair pair = fds.pair();
        TestGuest guest = new TestGuest(sys, fds.giveAway(pair.near()));
        guests.add(guest);
        assertEquals(0, network.connected(fds.giveAway(pair.far()), pid, features));
        return guest;
    }

    /** A guest that can send and receive. */
    TestGuest join(int pid) {
        return join(pid, Feature.PROTOCOL_FEATURES);
    }

    /** The same; its driver accepts all of certain features. */
    TestGuest join(int pid, long features) {
        TestGuest guest = connect(pid, features);
        guest.setUp(this, features);
        return guest;
    }

    @Override
    public void pump() {
        sockets.pump();
    }

    /** Kicks, and takes the reply. */
    void send(TestGuest from, byte[] frame) {
        from.queueFrame(frame);
        kick(from);
    }

    /** A guest kicks for all that it has queued, and takes the reply. */
    void kick(TestGuest from) {
        from.kick(TestGuest.TX);
        from.expectOk(this, Request.VRING_KICK);
    }

    /** The same, and the network takes its turns. */
    void kickAndRun(TestGuest from) {
        kick(from);
        run();
    }

    /** Lets a guest send a frame, for which it is called, and the network wait for its answer. */
    void beginCallOf(TestGuest guest) {
        guest.queueFrame(frame(9, 3, 60));
        kick(guest);
        assertFalse(network.turn(clock.now));
    }

    /** Takes all turns that are asked for until the given time, with guests that answer. */
    void runUntil(long time) {
        for (int turns = 0; !clock.asleep && clock.wakeTime <= time; turns++) {
            assertTrue(turns < 1_000_000, "turns without end");
            clock.now = Math.max(clock.now, clock.wakeTime);
            takeTurn();
        }
        clock.now = Math.max(clock.now, time);
    }

    /** Takes one turn; everybody answers. */
    void takeTurn() {
        int ended = clock.turnsEnded;
        if (!network.turn(clock.now)) {
            for (int i = 0; clock.turnsEnded == ended; i++) {
                assertTrue(i < 1000, "a turn without end");
                guests.forEach(TestGuest::answerCalls);
                pump();
            }
        }
    }

    /** Takes turns until none is asked for. */
    void run() {
        for (int turns = 0; !clock.asleep; turns++) {
            assertTrue(turns < 1_000_000, "turns without end");
            clock.now = Math.max(clock.now, clock.wakeTime);
            takeTurn();
        }
    }

    static byte[] frame(int to, int from, int length) {
        byte[] frame = new byte[length];
        System.arraycopy(EtherAddress.bytes(address(to)), 0, frame, 0, 6);
        System.arraycopy(EtherAddress.bytes(address(from)), 0, frame, 6, 6);
        for (int i = 12; i < length; i++) {
            frame[i] = (byte) (i * 31 + from);
        }
        return frame;
    }

    /** 255 is everybody. */
    static long address(int station) {
        return station == 255 ? 0xffff_ffff_ffffL : 0x0200_0000_0000L + station;
    }

    /** Two guests exchange frames in both directions. */
    void assertExchange(TestGuest a, TestGuest b) {
        int one = 101;
        int two = 102;
        a.received();
        b.received();
        byte[] there = frame(255, one, 60);
        send(a, there);
        runUntil(clock.now + 10 * DELAY);
        assertArrayEquals(there, last(b.received()));
        byte[] back = frame(255, two, 1514);
        send(b, back);
        runUntil(clock.now + 10 * DELAY);
        assertArrayEquals(back, last(a.received()));
    }

    static byte[] last(List<byte[]> frames) {
        return frames.isEmpty() ? new byte[0] : frames.getLast();
    }

    /** Closes all, and checks that no descriptor is left over. */
    @Override
    public void close() {
        network.close();
        assertEquals(0, sockets.inputs.size(), "watched sockets");
        guests.forEach(TestGuest::close);
        fds.close();
        assertEquals(descriptorsBefore, openDescriptors(), "open descriptors");
    }
}
