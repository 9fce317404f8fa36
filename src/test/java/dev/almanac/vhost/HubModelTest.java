// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The switch against a model of a few lines, with seeded frames, ports that come and that go. */
@Timeout(60)
class HubModelTest {
    private static final long DELAY = 1000;

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,true", "5,true", "6,true"})
    void framesGoWhereTheModelSays(long seed, boolean learns) {
        SplittableRandom random = new SplittableRandom(seed);
        ScriptedClock clock = new ScriptedClock();
        Forwarding forwarding = learns ? new LearnedAddresses() : new FirstAddress();
        try (Hub hub =
                new Hub(
                        clock,
                        new NetworkJournal() {},
                        new FrameTap() {},
                        forwarding,
                        false,
                        false)) {
            Model model = new Model(learns);
            List<Desk> desks = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            for (int step = 0; step < 5000; step++) {
                int dice = random.nextInt(100);
                if (desks.size() < 2 || (dice < 2 && desks.size() < 12)) {
                    Desk desk = new Desk("desk-" + step, seen);
                    desks.add(desk);
                    hub.plug(desk.port);
                } else if (dice < 4) {
                    Desk desk = desks.remove(random.nextInt(desks.size()));
                    hub.unplug(desk.port);
                    model.forget(desk);
                } else {
                    Desk from = desks.get(random.nextInt(desks.size()));
                    long source = 2L << 40 | random.nextInt(16);
                    long destination =
                            random.nextInt(8) == 0 ? -1L >>> 16 : 2L << 40 | random.nextInt(16);
                    from.toSend.add(new long[] {destination, source, step});
                    hub.kick(from.port, () -> {});
                    hub.turn(clock.now);
                    model.learn(from, source);
                    for (Desk to : desks) {
                        if (to != from && model.reaches(to, destination)) {
                            expected.add(step + " to " + to.port.name());
                        }
                    }
                    clock.now += DELAY;
                    hub.turn(clock.now);
                }
            }
            assertEquals(expected, seen, "seed " + seed);
            assertEquals(true, expected.size() > 300, "seed " + seed + " tests something");
        }
    }

    private record Model(boolean learns, Map<Long, Desk> where, Map<Desk, Long> first) {
        Model(boolean learns) {
            this(learns, new HashMap<>(), new HashMap<>());
        }

        void learn(Desk desk, long source) {
            where.put(source, desk);
            first.putIfAbsent(desk, source);
        }

        boolean reaches(Desk desk, long destination) {
            if (destination == -1L >>> 16) {
                return true;
            }
            return learns
                    ? where.getOrDefault(destination, desk) == desk
                    : first.getOrDefault(desk, -1L) == destination;
        }

        void forget(Desk desk) {
            where.values().removeIf(known -> known == desk);
        }
    }

    /** A station without rings: a list of frames to send, and a note of those that came. */
    private static final class Desk implements Station {
        final Port port;
        final ArrayDeque<long[]> toSend = new ArrayDeque<>();
        private final List<String> seen;

        Desk(String name, List<String> seen) {
            this.seen = seen;
            port = new Port(name, 0, 0, this, new Link(LinkSettings.ofDelay(DELAY), 0));
        }

        @Override
        public int waiting() {
            return toSend.size();
        }

        @Override
        public @Nullable Drop take(Frame into) {
            long[] frame = toSend.remove();
            into.resize(60);
            for (int i = 0; i < 2; i++) {
                MemorySegment.copy(
                        EtherAddress.bytes(frame[i]),
                        0,
                        into.data(),
                        ValueLayout.JAVA_BYTE,
                        6L * i,
                        6);
            }
            into.data().set(ValueLayout.JAVA_LONG, 16, frame[2]);
            return null;
        }

        @Override
        public void giveBack() {}

        @Override
        public @Nullable Drop put(Frame frame) {
            seen.add(frame.data().get(ValueLayout.JAVA_LONG, 16) + " to " + port.name());
            return null;
        }

        @Override
        public void call(int queue) {}
    }
}
