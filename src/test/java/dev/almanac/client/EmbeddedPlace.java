// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.embed.Simulation;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
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

    static EmbeddedPlace withoutSocket(int clients) {
        Instant start = Instant.ofEpochSecond(Company.TIME_AT_START / 1_000_000_000);
        return new EmbeddedPlace(
                Simulation.create().participants(clients).timeAtStart(start).open(), null);
    }

    static EmbeddedPlace withSocket(Path socket, int clients, boolean isUsed) throws Exception {
        String path = socket.toString();
        Simulation simulation = Simulation.listen(ServedPlace.options(path, clients).build());
        return new EmbeddedPlace(simulation, isUsed ? path : null);
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
