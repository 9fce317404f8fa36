// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Situation;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The socket on which a simulation is steered: all who are connected to it.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Control implements Acceptor.Visitor, AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;

    /** How often each connection gets a fresh number of commands, in nanoseconds. */
    private static final long PERIOD = 100_000_000;

    private final Syscalls sys;
    private final Poller poller;
    private final Situation situation;
    private final ControlCommands commands;
    private final Pacer pacer;
    private final Alarm period;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(ControlConnection.LONGEST_LINE);
    private final List<ControlConnection> connections = new ArrayList<>();

    /** Nobody is connected yet. */
    Control(
            Syscalls sys,
            Poller poller,
            Situation situation,
            ControlCommands commands,
            Pacer pacer) {
        this.sys = sys;
        this.poller = poller;
        this.situation = situation;
        this.commands = commands;
        this.pacer = pacer;
        period = new Alarm(sys, poller, this::refresh);
    }

    @Override
    public int connected(int fd, int pid) {
        if (connections.size() == MOST_CONNECTIONS) {
            sys.close(fd);
            return 0;
        }
        ControlConnection connection = new ControlConnection(sys, this, fd);
        int result = connection.open();
        if (result == 0) {
            connections.add(connection);
        }
        return result;
    }

    /** What the turns since the last call have led to. */
    void afterTurns() {
        boolean stands = situation.stands();
        pacer.setStopped(stands);
        if (stands) {
            answerThoseWhoWait();
        }
    }

    private void answerThoseWhoWait() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            if (connections.get(i).waits()) {
                connections.get(i).answerLate(commands.paused()); // by which it may be gone
            }
        }
    }

    private void refresh() {
        for (ControlConnection connection : List.copyOf(connections)) {
            connection.refresh();
        }
    }

    /** A command is followed. */
    void countsCommands() {
        if (!period.isSet()) {
            period.set(PERIOD);
        }
    }

    /** Connections may go on with what they have, once the turns that are there were taken. */
    void refreshSoon() {
        period.set(1);
    }

    /** A connection closed itself. */
    void left(ControlConnection connection) {
        connections.remove(connection);
    }

    Poller poller() {
        return poller;
    }

    /** Where input goes until it is copied to its connection. */
    MemorySegment input() {
        return input;
    }

    ControlCommands commands() {
        return commands;
    }

    /** Ends all connections; who waits is told that it is in vain. */
    @Override
    public void close() {
        for (ControlConnection connection : List.copyOf(connections)) {
            if (connection.waits()) {
                connection.answerLate(ControlCommands.failure("the simulation has ended"));
            }
            connection.close();
        }
        period.close();
        arena.close();
    }
}
