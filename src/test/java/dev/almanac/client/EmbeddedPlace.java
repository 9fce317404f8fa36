// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.embed.Simulation;
import dev.almanac.server.ServerOptions;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A simulation in this process, with a socket or without. */
final class EmbeddedPlace implements Company.Place {
    private final Simulation simulation;

    /** Where those with an even ID connect; null if nobody does. */
    private final @Nullable String socket;

    private EmbeddedPlace(Simulation simulation, @Nullable String socket) {
        this.simulation = simulation;
        this.socket = socket;
    }

    static EmbeddedPlace withoutSocket(int clients, long freeRun) {
        Instant start = Instant.ofEpochSecond(Company.TIME_AT_START / 1_000_000_000);
        Simulation.Builder simulation =
                Simulation.create().participants(clients).freeRun(freeRun).timeAtStart(start);
        return new EmbeddedPlace(simulation.open(), null);
    }

    static EmbeddedPlace withSocket(ServerOptions options, boolean isUsed) throws Exception {
        return new EmbeddedPlace(Simulation.listen(options), isUsed ? options.path() : null);
    }

    @Override
    public Participant connect(int id) {
        return socket != null && id % 2 == 0
                ? Participant.connect(socket, id)
                : simulation.join(id);
    }

    @Override
    public long now() {
        return simulation.now();
    }

    @Override
    public long digest() {
        return simulation.digest();
    }

    @Override
    public void stop() {
        simulation.close();
    }

    @Override
    public void awaitEnd() {
        simulation.run();
    }
}
