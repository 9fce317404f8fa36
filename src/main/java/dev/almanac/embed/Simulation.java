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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private final Stage stage;
    private final ThreadLocal<Inbox> inboxes = ThreadLocal.withInitial(Inbox::new);
    private final Thread opener = Thread.currentThread();
    private final Lives lives = new Lives();

    // Guarded by this.
    private final List<Participant> participants = new ArrayList<>();
    private @Nullable CompletionException failure;

    private Simulation(Stage stage) {
        this.stage = stage;
    }

    /**
     * Begins with what is so unless the user says otherwise. Nobody can join it from outside, and
     * it has neither a network nor a recording: for these there is {@link #listen}.
     */
    public static Builder create() {
        return new Builder();
    }

    /**
     * Opens one that guests and other programs can join, too, by a socket.
     *
     * @param options as of a calendar in a process of its own, which this one then is as well, with
     *     a network, a recording or whatever else they ask for: its log goes to standard output and
     *     standard error. Has to wait for one participant or more, and to share memory
     * @throws IllegalArgumentException if it waits for nobody, or does not share memory
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static Simulation listen(ServerOptions options) throws StartupException {
        if (options.settings().clients() < 1) {
            throw new IllegalArgumentException(
                    "a simulation that waits for nobody is over at once");
        }
        if (!options.shareMemory()) {
            throw new IllegalArgumentException("without shared memory nobody can join in process");
        }
        return new Simulation(ServedStage.open(options, System.out, System.err));
    }

    /**
     * Takes part, in the calling thread. Does not wait until it has started; what needs that does.
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
     */
    public void join(long id, Consumer<Participant> life) {
        Objects.requireNonNull(life);
        lives.begin(id, () -> live(id, life));
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
            for (int i = 0; i < own().size(); i++) { // one may make others join
                Participant participant = own().get(i);
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
            lives.await();
            stage.awaitEnd();
        } catch (InterruptedException e) {
            throw interrupted();
        }
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
        try {
            lives.end();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** A simulation in the making. */
    public static final class Builder {
        private static final int MOST = 65_534;

        private int count = 1;
        private int most = 4_095;
        private long freeRun = 1_000_000_000;
        private @Nullable Long timeAtStart;

        private Builder() {}

        /**
         * How many participants must have joined before the first, by ID, is started, 1 or more; 1
         * unless set. Until then those who have joined wait.
         *
         * @throws IllegalArgumentException if it is less
         */
        public Builder participants(int n) {
            check(n >= 1, "participants(%d): a simulation waits for 1 at least", n);
            count = n;
            return this;
        }

        /**
         * How many may take part at a time, 1 to 65,534; 4095 unless set.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public Builder maxParticipants(int n) {
            check(n >= 1 && n <= MOST, "maxParticipants(%d): 1 to " + MOST + " can take part", n);
            most = n;
            return this;
        }

        /**
         * How far a participant may run ahead alone, in nanoseconds; 0 = no bound; 1 s unless set.
         * Who joins late gets in within it.
         *
         * @throws IllegalArgumentException if it is less than 0
         */
        public Builder freeRun(long nanos) {
            check(nanos >= 0, "freeRun(%d): 0 is no bound, and nothing is less", nanos);
            freeRun = nanos;
            return this;
        }

        /**
         * The time of day when the simulation begins; what it is then, unless set.
         *
         * @throws ArithmeticException if it is before 1677 or after 2262
         */
        public Builder timeAtStart(Instant time) {
            timeAtStart = ChronoUnit.NANOS.between(Instant.EPOCH, time);
            return this;
        }

        /**
         * Opens the simulation.
         *
         * @throws IllegalArgumentException if it would wait for more than may take part
         */
        public Simulation open() {
            check(
                    count <= most,
                    "participants(%d): no more than " + most + " may take part",
                    count);
            long start =
                    timeAtStart == null
                            ? ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now())
                            : timeAtStart;
            return new Simulation(new InnerStage(new Settings(count, most + 1, freeRun, 0, start)));
        }

        private static void check(boolean allowed, String what, long given) {
            if (!allowed) {
                throw new IllegalArgumentException(what.formatted(given));
            }
        }
    }
}
