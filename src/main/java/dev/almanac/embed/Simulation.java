// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.embed;

import dev.almanac.client.CalendarException;
import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Participant;
import dev.almanac.sched.Settings;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A simulation in this process: a calendar, and participants that need no socket.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.create().participants(2).open()) {
 *     Participant clock = simulation.join(1);
 *     clock.every(60_000_000_000L, () -> System.out.println(clock.now()));
 *     clock.at(3_600_000_000_000L, clock::close);
 *     simulation.join(2, other -> other.runUntil(1_800_000_000_000L));
 *     simulation.run();
 * }
 * }</pre>
 *
 * A participant lives in the thread that {@linkplain #join(long) joined} it, or in {@linkplain
 * #join(long, Consumer) one of its own}. Any number can live in one thread: while that thread
 * {@linkplain Participant#run runs} one of them it does what the others have planned as well, and
 * to give the floor from one to another needs no other thread. Grants are the same wherever the
 * participants live, and the same as those of a calendar to which they connect by its socket.
 *
 * <p>Any thread may join participants; the rest is for the thread that opened it.
 */
public final class Simulation implements AutoCloseable {
    private static final long CLOSE_MILLIS = 10_000;

    private final Stage stage;
    private final ThreadLocal<Inbox> inboxes = ThreadLocal.withInitial(Inbox::new);
    private final Thread opener = Thread.currentThread();

    // Guarded by this.
    private final List<Thread> lives = new ArrayList<>();
    private final List<Participant> participants = new ArrayList<>();
    private @Nullable CompletionException failure;

    private Simulation(Stage stage) {
        this.stage = stage;
    }

    /** Begins with what is so unless the user says otherwise. */
    public static Builder create() {
        return new Builder();
    }

    /**
     * Opens one that guests and other programs can join, too, by a socket.
     *
     * @param options as of a calendar in a process of its own, which this one then is as well: its
     *     log goes to standard output and standard error. Has to share memory
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static Simulation listen(ServerOptions options) throws StartupException {
        return new Simulation(ServedStage.open(options, System.out, System.err));
    }

    /**
     * Takes part, in the calling thread.
     *
     * @param id names the participant, and orders those that start together; -1 for none
     * @throws CalendarGoneException if the simulation has ended
     */
    public Participant join(long id) {
        Participant participant = Participant.over(stage.connect(inboxes.get()), id);
        if (Thread.currentThread().equals(opener)) {
            synchronized (this) {
                participants.add(participant);
            }
        }
        return participant;
    }

    /**
     * Takes part, in a thread of its own. If it fails, the simulation ends, and {@link #run} throws
     * why.
     *
     * @param id names the participant, and orders those that start together; -1 for none
     * @param life all that it does; at the end it leaves
     * @throws CalendarGoneException if the simulation has ended
     */
    public synchronized void join(long id, Consumer<Participant> life) {
        lives.add(
                Thread.ofPlatform().daemon().name("participant-" + id).start(() -> live(id, life)));
    }

    private void live(long id, Consumer<Participant> life) {
        try (Participant participant = join(id)) {
            live(participant, id, life);
        } catch (CalendarGoneException e) { // before it could join
            failed(id, e);
        }
    }

    private void live(Participant participant, long id, Consumer<Participant> life) {
        try {
            life.accept(participant);
        } catch (Throwable e) { // whatever it is, whoever runs the simulation gets it
            failed(id, e);
        }
    }

    /** Ends all before the failed one leaves and others go on without it. */
    private synchronized void failed(long id, Throwable cause) {
        if (failure == null) {
            failure = new CompletionException("participant " + id + " failed: " + cause, cause);
        }
        stage.end("the simulation has ended: " + failure.getMessage());
    }

    /**
     * Runs the participants of this thread, each until it has nothing to do any more and so leaves,
     * and waits until those that have a thread of their own, or joined by a socket, have left.
     *
     * @throws CompletionException if one of those failed; its cause says how
     * @throws CalendarException if the simulation ends or this thread is interrupted before that
     */
    public void run() {
        try {
            for (Participant participant : own()) {
                if (!participant.isClosed()) {
                    participant.run();
                    participant.close();
                }
            }
            awaitOthers();
        } catch (CalendarGoneException e) {
            throwFailure();
            throw e;
        }
        throwFailure();
    }

    private synchronized List<Participant> own() {
        return List.copyOf(participants);
    }

    private void awaitOthers() {
        try {
            awaitLives(0);
            stage.awaitEnd();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void awaitLives(long millis) throws InterruptedException {
        for (Thread life : lives()) {
            life.join(millis);
        }
    }

    private synchronized List<Thread> lives() {
        return List.copyOf(lives);
    }

    private static CalendarInterruptedException interrupted() {
        Thread.currentThread().interrupt();
        return new CalendarInterruptedException(
                "interrupted while waiting for the participants to leave; close the simulation");
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The simulated time in nanoseconds, as far as whoever runs has told. Any thread. */
    public long now() {
        return stage.now();
    }

    /** How often a participant was given the floor. Any thread. */
    public long grants() {
        return stage.grants();
    }

    /**
     * The digest of the schedule so far: that of any other run with the same schedule, also of a
     * calendar that {@code --digest} makes tell it. Any thread; where others join by a socket, once
     * {@link #run} has returned.
     */
    public long digest() {
        return stage.digest();
    }

    /**
     * Ends the simulation: whoever waits for it gets a {@link CalendarGoneException}, participants
     * with a thread of their own are interrupted, and waited for.
     *
     * @throws IllegalStateException if one of them takes no notice for ten seconds
     */
    @Override
    public void close() {
        stage.end(Stage.CLOSED);
        lives().forEach(Thread::interrupt);
        try {
            awaitLives(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        for (Thread life : lives()) {
            if (life.isAlive()) {
                throw new IllegalStateException(
                        life.getName() + " does not end, though it was interrupted");
            }
        }
    }

    /** A simulation in the making. */
    public static final class Builder {
        private int count = 1;
        private int most = 4_095;
        private long freeRun = 1_000_000_000;
        private @Nullable Instant timeAtStart;

        private Builder() {}

        /**
         * How many participants must have joined before the first, by ID, is started; 1 unless set.
         */
        public Builder participants(int n) {
            count = n;
            return this;
        }

        /** How many may take part at a time, 1 to 65,534; 4095 unless set. */
        public Builder maxParticipants(int n) {
            most = n;
            return this;
        }

        /**
         * How far a participant may run ahead alone, in nanoseconds; 0 = no bound; 1 s unless set.
         */
        public Builder freeRun(long nanos) {
            freeRun = nanos;
            return this;
        }

        /** The time of day when the simulation begins; what it is then, unless set. */
        public Builder timeAtStart(Instant time) {
            timeAtStart = time;
            return this;
        }

        /** Opens the simulation. */
        public Simulation open() {
            Instant start = timeAtStart == null ? Instant.now() : timeAtStart;
            long nanos = start.getEpochSecond() * 1_000_000_000 + start.getNano();
            return new Simulation(new InnerStage(new Settings(count, most + 1, freeRun, 0, nanos)));
        }
    }
}
