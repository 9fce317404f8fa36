// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.almanac.fuzz.Input;
import dev.almanac.session.State;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Participants that say anything and write anything anywhere into the shared memory, beside two
 * that keep to the rules: {@code a} by messages, {@code b} in the memory.
 *
 * <p>Nothing the others do is an exception, sets time back or gives the floor to two ({@link
 * Transcript} sees to that). As long as nobody writes into the places of {@code a} and {@code b},
 * these get the floor at the very times that they asked for; and they go on when the others are
 * gone.
 */
class SharedMemoryFuzz {
    private static final int SLOTS = 6;
    private static final int OTHERS = 3;

    /** How often a and b get the floor when the others are gone. */
    private static final int TURNS_AFTER = 6;

    @FuzzTest
    void costsOnlyWhoDoesIt(byte[] bytes) {
        Input input = new Input(bytes);
        Settings settings = new Settings(2, SLOTS, input.below(2) * 1_000L, 0, 0);
        try (ScriptedSimulation simulation = ScriptedSimulation.withMemory(settings, "b")) {
            new Run(simulation, input).toItsEnd();
        }
    }

    private static final class Run {
        private final ScriptedSimulation simulation;
        private final Input input;
        private final @Nullable Puppet[] others = new Puppet[OTHERS];
        private final List<Puppet> good;
        private final long[] asked = {10, 20};
        private final boolean[] disturbed = new boolean[2];
        private long last;
        private int names;

        Run(ScriptedSimulation simulation, Input input) {
            this.simulation = simulation;
            this.input = input;
            good = simulation.begin(asked);
        }

        void toItsEnd() {
            while (!input.isExhausted() && simulation.outcome() == null) {
                step();
                check();
            }
            for (Puppet other : others) {
                if (other != null && isThere(other) && simulation.outcome() == null) {
                    other.leaves();
                    check();
                }
            }
            for (int turn = 0; turn < TURNS_AFTER && simulation.outcome() == null; turn++) {
                Puppet runner = simulation.runner();
                assertNotNull(runner, "nobody runs, and nobody is left to be waited for");
                proceed(good.indexOf(runner), 5);
                check();
            }
        }

        private void step() {
            int what = input.next();
            int who = what & 3;
            if (who == OTHERS) {
                proceed((what >> 2) & 1, what >> 3);
                return;
            }
            Puppet other = others[who];
            if (other != null && isThere(other)) {
                other.sharesTime = other.session.sharesTime();
                disturb(other, what >> 2);
            } else {
                other = simulation.connect("p" + names++);
                other.confirmsAtOnce = (what & 128) != 0;
                others[who] = other;
            }
        }

        /** One that keeps to the rules does its turn, if it has the floor. */
        private void proceed(int which, int distance) {
            Puppet puppet = good.get(which);
            if (puppet != simulation.runner()) {
                return;
            }
            asked[which] = simulation.now() + 1 + distance;
            if (puppet.sharesTime) {
                puppet.requestsInMemory(asked[which]);
            } else {
                puppet.requests(asked[which]);
            }
            puppet.waits();
        }

        private void disturb(Puppet other, int how) {
            long now = simulation.now() - (other.sharesTime ? 0 : other.session.offset());
            switch (how & 15) {
                case 0 -> other.leaves();
                case 1 -> other.starts(input.below(8));
                case 2 -> other.requests(input.near(now));
                case 3 -> other.waits();
                case 4 -> other.updates(input.near(now));
                case 5 -> other.broadcasts(input.next());
                case 6 -> other.gets();
                case 7 -> other.getsTimeOfDay();
                case 8 -> other.says(Op.RUN + input.below(256), 0);
                case 9 -> other.acks(input.next());
                case 10 -> confirm(other);
                case 11 -> simulation.memory().sharesTime(other.slot());
                case 12 -> simulation.memory().request(other.slot(), input.near(now));
                case 13 -> write(SharedSlot.offset(input.below(SLOTS)), how);
                default -> write(0, how);
            }
        }

        private static void confirm(Puppet other) {
            Puppet.Question oldest = other.unconfirmed().peek();
            if (oldest != null) {
                other.confirms(oldest);
            }
        }

        /** Writes 4 or 8 bytes near the begin of the header or of a slot. */
        private void write(long begin, int how) {
            int at = input.below(8);
            long value = input.near(at % 2 == 0 ? simulation.now() : 0);
            simulation.memory().write(begin + 4L * at, at % 2 == 1 || how >= 32 ? 4 : 8, value);
            for (int which = 0; which < good.size(); which++) {
                Puppet puppet = good.get(which);
                boolean itsHeader = begin == 0 && puppet.sharesTime && runs(puppet);
                disturbed[which] |= begin == SharedSlot.offset(puppet.slot()) || itsHeader;
            }
        }

        private boolean runs(Puppet puppet) {
            return puppet == simulation.runner();
        }

        private void check() {
            long now = simulation.now();
            assertTrue(now - last >= 0, "time went back");
            last = now;
            for (int which = 0; which < good.size(); which++) {
                Puppet puppet = good.get(which);
                if (!disturbed[which]) {
                    assertTrue(isThere(puppet), puppet + " had to go");
                    assertNull(simulation.outcome());
                    assertTrue(!runs(puppet) || now == asked[which], puppet + " runs too late");
                }
            }
        }

        private static boolean isThere(Puppet puppet) {
            return puppet.session.state() != State.GONE;
        }
    }
}
