// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.server.ServerOptions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A simulation and participants, each in a thread of its own. What goes wrong in one of them, the
 * calendar included, is thrown by {@link #awaitEnd}.
 */
public final class Company implements AutoCloseable {
    /** The time of day when simulated time begins. */
    public static final long TIME_AT_START = 1_000_000_000_000L;

    private static final long FREE_RUN = 1_000_000_000;
    private static final long PATIENCE_SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> lives = new ArrayList<>();
    private final Place place;
    private final boolean sharesTime;

    /** Where participants take part. */
    interface Place {
        Participant connect(int id);

        /** The simulated time. */
        long now();

        /** The digest of the schedule, once it has ended. */
        long digest();

        void stop();

        /** Waits until the last participant has left, which it must have done in order. */
        void awaitEnd() throws Exception;
    }

    /**
     * Begins.
     *
     * @param clients how many participants are waited for
     */
    public Company(Way way, Path directory, int clients) throws Exception {
        this(way, directory, clients, FREE_RUN);
    }

    /**
     * Begins.
     *
     * @param freeRun how far one may run ahead, in nanoseconds; 0 = no bound
     */
    Company(Way way, Path directory, int clients, long freeRun) throws Exception {
        sharesTime = way != Way.MESSAGES;
        String socket = directory.resolve("s").toString();
        ServerOptions.Builder options = ServedPlace.options(socket, clients).freeRun(freeRun);
        place =
                switch (way) {
                    case IN_PROCESS -> EmbeddedPlace.withoutSocket(clients, freeRun);
                    case BESIDE_A_SOCKET -> EmbeddedPlace.withSocket(options.build(), false);
                    case MIXED -> EmbeddedPlace.withSocket(options.build(), true);
                    default -> new ServedPlace(options.shareMemory(sharesTime).build());
                };
    }

    /** Somebody takes part, and leaves at the end of its life. */
    public void participant(int id, Consumer<Participant> life) {
        lives.add(begin(id, life));
    }

    /** Likewise, somebody whose end is not to be thrown by {@link #awaitEnd}. */
    Future<?> begin(int id, Consumer<Participant> life) {
        return threads.submit(
                () -> {
                    try (Participant participant = connect(id)) {
                        life.accept(participant);
                    }
                });
    }

    /** Connects somebody who lives in the calling thread. */
    public Participant connect(int id) {
        return place.connect(id);
    }

    /** The simulated time. */
    public long now() {
        return place.now();
    }

    /** The digest of the schedule; after {@link #awaitEnd}. */
    public long digest() {
        return place.digest();
    }

    /** Whether times go through shared memory. */
    public boolean sharesTime() {
        return sharesTime;
    }

    /** Ends the calendar. */
    public void stop() {
        place.stop();
    }

    /** Waits until everybody has left in order. */
    public void awaitEnd() throws Exception {
        for (Future<?> life : lives) {
            life.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        place.awaitEnd();
    }

    @Override
    public void close() {
        stop();
        threads.shutdown();
        try {
            assertTrue(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS), "one hangs");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
