// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** A server with a control socket, and two participants for it. */
@Timeout(60)
abstract class SteeredServer {
    @TempDir private Path directory;

    Path time;
    Path control;
    private @Nullable RunningServer running;

    @BeforeEach
    void choose() {
        time = directory.resolve("t");
        control = directory.resolve("c");
    }

    RunningServer start(int clients) throws Exception {
        return start(clients, 0, 0);
    }

    RunningServer start(int clients, double speed, long strict) throws Exception {
        SteeringOptions steering = new SteeringOptions(control.toString(), speed, strict, null);
        RunningServer server =
                RunningServer.start(
                        ServerOptions.at(time.toString())
                                .clients(clients)
                                .shareMemory(false)
                                .debugLevel(2)
                                .steering(steering));
        running = server;
        return server;
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    ScriptedParticipant participant() {
        return ScriptedParticipant.connect(time);
    }

    ControlLine control() throws Exception {
        return ControlLine.connect(control);
    }

    /** Two participants that have asked for 10 and 20; the first runs. */
    List<ScriptedParticipant> two() {
        ScriptedParticipant first = participant();
        ScriptedParticipant second = participant();
        int start = first.ask(Op.START, 1);
        second.ask(Op.START, 2);
        assertEquals(start, first.hear().seq());
        first.sleepUntil(10);
        second.hear();
        second.sleepUntil(20);
        first.awaitTurn();
        return List.of(first, second);
    }
}
