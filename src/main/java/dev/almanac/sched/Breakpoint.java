// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** Where a simulation is to pause; in words as one writes it after {@code break}. */
public sealed interface Breakpoint {
    /** Each time before the participant of that ID gets the floor. */
    record AtParticipant(long id) implements Breakpoint {
        @Override
        public String toString() {
            return "participant=id:" + Long.toHexString(id);
        }
    }

    /** Once, when nothing is left to happen before that time, in nanoseconds. */
    record AtTime(long time) implements Breakpoint {
        @Override
        public String toString() {
            return "time=" + time + "ns";
        }
    }

    /** Each time after a BROADCAST. */
    record AtBroadcast() implements Breakpoint {
        @Override
        public String toString() {
            return "broadcast";
        }
    }
}
