// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;
import dev.almanac.vhost.Driver;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A network of its own that carries frames between pairs of cards that it plays, in real time.
 *
 * <p>What a virtual machine has not run often it interprets, and it compiles while others wait: the
 * first frames of guests would be late by milliseconds. After a rehearsal there is little left to
 * compile.
 */
public final class Rehearsal {
    // After so many there is little left to compile.
    private static final int PAIRS = 4;
    private static final int PINGS = 2_500;
    private static final int PINGS_A_QUESTION = 8;
    private static final int FRAMES = PAIRS * PINGS * 2;

    private static final int FRAME_BYTES = 98; // a ping
    private static final int ADDRESS_BYTES = 6;
    private static final int LAST_BYTE = ADDRESS_BYTES - 1;
    private static final byte LOCALLY_ADMINISTERED = 2;
    private static final Driver.Pump BY_ITSELF = () -> {};
    private static final long STOP_MILLIS = 1_000;

    private final Syscalls sys = new LinuxSyscalls();
    private final NetworkOptions options;

    /** The guests' ends of connections, two for each pair, until a card takes them over. */
    private final ArrayDeque<Integer> ends = new ArrayDeque<>();

    private Rehearsal(NetworkOptions options) {
        this.options = options;
    }

    /** Begins to rehearse that network beside the calling thread, which does not wait for it. */
    public static void begin(NetworkOptions options, PrintStream err) {
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> holdOrTell(options, err));
    }

    private static void holdOrTell(NetworkOptions options, PrintStream err) {
        try {
            hold(options);
        } catch (StartupException e) {
            new Reports(err).say("the first frames will be late: " + e.getMessage());
        }
    }

    /**
     * Rehearses that network: a second or two.
     *
     * @return how many frames it carried
     * @throws StartupException if it cannot begin, or a frame does not arrive
     */
    public static int hold(NetworkOptions options) throws StartupException {
        return new Rehearsal(options.rehearsed()).hold();
    }

    private int hold() throws StartupException {
        CompletableFuture<WallclockServer> opened = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("rehearsed network").start(() -> serve(opened));
        try {
            WallclockServer server = opened.join();
            try {
                return play();
            } finally {
                stop(server);
            }
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new StartupException("cannot rehearse: " + cause.getMessage());
        } catch (SyscallException | IllegalStateException e) {
            throw new StartupException("cannot rehearse: " + e.getMessage());
        } finally {
            while (!ends.isEmpty()) {
                sys.close(ends.pop());
            }
        }
    }

    private static void stop(WallclockServer server) {
        try {
            server.stop(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stops all the same
        }
    }

    /** The network's thread; {@link #ends} is the other one's as soon as that is opened or not. */
    private void serve(CompletableFuture<WallclockServer> opened) {
        try (WallclockServer server = WallclockServer.withoutDoor(options)) {
            Syscalls ownSys = new LinuxSyscalls();
            for (int i = 0; i < 2 * PAIRS; i++) {
                connect(server, ownSys);
            }
            opened.complete(server);
            server.run();
        } catch (StartupException e) {
            opened.completeExceptionally(e);
        } catch (RuntimeException e) {
            if (!opened.completeExceptionally(e)) {
                throw e; // nobody waits for it; whoever plays finds that nothing comes
            }
        }
    }

    private void connect(WallclockServer server, Syscalls ownSys) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
            SyscallException.check("socketpair", ownSys.socketpair(Linux.AF_UNIX, type, 0, pair));
            ends.add(pair.getAtIndex(JAVA_INT, 1));
            server.plug(pair.getAtIndex(JAVA_INT, 0));
        }
    }

    private int play() {
        byte[] there = frame(1, 2);
        byte[] back = frame(2, 1);
        for (int pair = 0; pair < PAIRS; pair++) {
            try (Driver one = Driver.at(sys, ends.pop());
                    Driver other = Driver.at(sys, ends.pop())) {
                one.setUp(BY_ITSELF);
                other.setUp(BY_ITSELF);
                for (int i = 0; i < PINGS; i++) {
                    ping(one, other, i % PINGS_A_QUESTION == 0 ? toAll(there) : there, back);
                }
            }
        }
        return FRAMES;
    }

    /** A guest sends to another, which sends back while it is called, as a kernel does. */
    private static void ping(Driver one, Driver other, byte[] there, byte[] back) {
        one.queueFrame(there);
        one.kick(BY_ITSELF);
        one.awaitCall(); // its buffer is its own again
        other.takeCall();
        expectFrame(other);
        other.queueFrame(back);
        other.kick(BY_ITSELF);
        other.answerCall();
        other.awaitCall();
        one.awaitCall();
        expectFrame(one);
    }

    private static void expectFrame(Driver card) {
        if (card.received().size() != 1) {
            throw new IllegalStateException("a frame did not arrive");
        }
    }

    private static byte[] frame(int to, int from) {
        byte[] frame = new byte[FRAME_BYTES];
        putAddress(frame, 0, to);
        putAddress(frame, ADDRESS_BYTES, from);
        return frame;
    }

    private static void putAddress(byte[] frame, int at, int card) {
        frame[at] = LOCALLY_ADMINISTERED;
        frame[at + LAST_BYTE] = (byte) card;
    }

    /** The same frame as a broadcast, by which a switch learns where its sender is. */
    private static byte[] toAll(byte[] frame) {
        byte[] all = frame.clone();
        Arrays.fill(all, 0, ADDRESS_BYTES, (byte) 0xff);
        return all;
    }
}
