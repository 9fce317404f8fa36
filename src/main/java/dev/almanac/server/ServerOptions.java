// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a user decides about a calendar.
 *
 * @param path where it listens
 * @param access who may connect there, and to the network's socket
 * @param settings of the simulation
 * @param shareMemory whether participants are offered shared memory
 * @param debugLevel how much goes to standard output: 0 to 3; less than 0 = nothing at all
 * @param strict whether the first broken rule ends the simulation
 * @param hangWarn after how long without a word from whoever runs to say so, in nanoseconds of real
 *     time; 0 = never
 * @param hangTimeout after how long to end the simulation; likewise
 * @param spin how long to look for something to do before sleeping, in nanoseconds of real time
 * @param cpu the processor that the calendar's thread is kept on; less than 0 = any
 * @param record the file that all that happens is recorded in; null for none
 * @param network the Ethernet between guests; null for none
 * @param steering how people steer the simulation
 */
public record ServerOptions(
        String path,
        SocketAccess access,
        Settings settings,
        boolean shareMemory,
        int debugLevel,
        boolean strict,
        long hangWarn,
        long hangTimeout,
        long spin,
        int cpu,
        @Nullable String record,
        @Nullable NetworkOptions network,
        SteeringOptions steering) {
    /** Everything as it is unless a user says otherwise, but for the path. */
    public static Builder at(String path) {
        return new Builder(path);
    }

    /** Options in the making; durations are nanoseconds. */
    public static final class Builder {
        private final String path;
        private SocketAccess access = SocketAccess.OWNER;
        private int clients;
        private int maxClients = 65_534;
        private long freeRun = 1_000_000_000;
        private long stormWarn = 100_000;
        private long timeAtStart;
        private boolean shareMemory = true;
        private int debugLevel;
        private boolean strict;
        private long hangWarn = 5_000_000_000L;
        private long hangTimeout;
        private long spin;
        private int cpu = -1;
        private @Nullable String record;
        private @Nullable NetworkOptions network;
        private SteeringOptions steering = SteeringOptions.NONE;

        private Builder(String path) {
            this.path = path;
        }

        /** Who may connect; the same user unless set. */
        public Builder access(SocketAccess whose) {
            access = whose;
            return this;
        }

        /** How many participants to wait for; 0 unless set. */
        public Builder clients(int n) {
            clients = n;
            return this;
        }

        /** How many may take part at a time, 1 to 65,534; that many unless set. */
        public Builder maxClients(int n) {
            maxClients = n;
            return this;
        }

        /** How far a participant may run ahead alone; 0 = no bound; 1 s unless set. */
        public Builder freeRun(long nanos) {
            freeRun = nanos;
            return this;
        }

        /** After how many grants at one instant to say so; 0 = never; 100,000 unless set. */
        public Builder stormWarn(long grants) {
            stormWarn = grants;
            return this;
        }

        /** The time of day at the start, since 1970 UTC; 0, as unless set, = what it is then. */
        public Builder timeAtStart(long nanos) {
            timeAtStart = nanos;
            return this;
        }

        /** Whether to offer shared memory; so it is unless set. */
        public Builder shareMemory(boolean offered) {
            shareMemory = offered;
            return this;
        }

        /** How much goes to standard output; 0 unless set. */
        public Builder debugLevel(int level) {
            debugLevel = level;
            return this;
        }

        /** Whether the first broken rule ends the simulation; not so unless set. */
        public Builder strict(boolean endsIt) {
            strict = endsIt;
            return this;
        }

        /** After how long without a word to say so; 0 = never; 5 s unless set. */
        public Builder hangWarn(long nanos) {
            hangWarn = nanos;
            return this;
        }

        /** After how long without a word to end it; 0, as unless set, = never. */
        public Builder hangTimeout(long nanos) {
            hangTimeout = nanos;
            return this;
        }

        /** How long to look for something to do before sleeping; 0, as unless set, = not at all. */
        public Builder spin(long nanos) {
            spin = nanos;
            return this;
        }

        /** The processor to stay on; less than 0, as unless set, = any. */
        public Builder cpu(int number) {
            cpu = number;
            return this;
        }

        /** The file that all that happens is recorded in; none unless set. */
        public Builder record(@Nullable String path) {
            record = path;
            return this;
        }

        /** The Ethernet between guests; none unless set. */
        public Builder network(@Nullable NetworkOptions options) {
            network = options;
            return this;
        }

        /** How people steer the simulation; not at all unless set. */
        public Builder steering(SteeringOptions options) {
            steering = options;
            return this;
        }

        /** The options. */
        public ServerOptions build() {
            long start = timeAtStart == 0 ? nanosSince1970() : timeAtStart;
            Settings settings = new Settings(clients, maxClients + 1, freeRun, stormWarn, start);
            return new ServerOptions(
                    path,
                    access,
                    settings,
                    shareMemory,
                    debugLevel,
                    strict,
                    hangWarn,
                    hangTimeout,
                    spin,
                    cpu,
                    record,
                    network,
                    steering);
        }

        private static long nanosSince1970() {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        }
    }
}
