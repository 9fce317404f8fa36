// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Syscalls;
import dev.almanac.vhost.Capture;
import dev.almanac.vhost.FrameTap;
import dev.almanac.vhost.FrameTaps;
import dev.almanac.vhost.GuestIds;
import dev.almanac.vhost.Network;
import dev.almanac.vhost.NetworkClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The network with all that it has to do with: its door, its log, its capture. */
final class GuestNetwork {
    private final Network network;
    private final NetworkLog log;
    private final Surroundings around;

    private GuestNetwork(Network network, NetworkLog log, Surroundings around) {
        this.network = network;
        this.log = log;
        this.around = around;
    }

    /** What a network and other things with a door live in. */
    record Surroundings(
            Syscalls sys,
            Poller poller,
            SocketAccess access,
            Doors doors,
            Reports reports,
            Closer closer,
            FrameTap tap,
            PrintStream out,
            PrintStream err) {
        /**
         * Opens a door, at which a visitor is told who comes.
         *
         * @throws StartupException if it cannot
         */
        void open(String path, Acceptor.Visitor visitor) throws StartupException {
            ListeningSocket listener = ListeningSocket.at(path, access, sys);
            closer.opened(listener::close);
            Acceptor acceptor = new Acceptor(sys, listener, poller, reports, visitor);
            closer.opened(acceptor::close);
            doors.add(acceptor);
        }
    }

    /**
     * Makes a network, to which nobody can connect yet.
     *
     * @param simulated whether time is simulated
     * @param ids tells which participant a process is
     * @throws StartupException if it cannot
     */
    static GuestNetwork make(
            NetworkOptions options,
            boolean simulated,
            Surroundings around,
            NetworkClock clock,
            GuestIds ids)
            throws StartupException {
        NetworkLog log = new NetworkLog(around.out(), around.err(), around.reports());
        Capture capture = capture(options.capture(), log);
        if (capture != null) {
            around.closer().opened(() -> close(capture, log));
        }
        Network network =
                new Network(
                        options.settings(simulated),
                        around.sys(),
                        clock,
                        new PolledSockets(around.poller()),
                        ids,
                        log,
                        capture == null ? around.tap() : new FrameTaps(capture, around.tap()));
        around.closer().opened(network::close);
        return new GuestNetwork(network, log, around);
    }

    private static @Nullable Capture capture(@Nullable String path, NetworkLog log)
            throws StartupException {
        if (path == null) {
            return null;
        }
        try {
            return Capture.to(Path.of(path), log::captureFailed);
        } catch (IOException | InvalidPathException e) {
            throw new StartupException("cannot write the capture " + path + ": " + e);
        }
    }

    private static void close(Capture capture, NetworkLog log) {
        try {
            capture.close();
        } catch (IOException e) {
            log.captureFailed(e);
        }
    }

    /**
     * Lets guests connect their network cards at that path.
     *
     * @throws StartupException if it cannot
     */
    void listen(String path) throws StartupException {
        around.open(path, network::connected);
    }

    Network network() {
        return network;
    }

    /** Prints what went through each port. */
    void printSummary() {
        log.printSummary(network.ports());
    }
}
