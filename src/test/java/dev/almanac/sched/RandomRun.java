// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Participants that do what they may in a random order, and what they have to hear for it. Times
 * here count from the begin of the run, so they never wrap.
 */
final class RandomRun implements AutoCloseable {
    private static final long FREE_RUN = 20;
    private static final int MOST = 9;

    private final RandomGenerator random;
    private final long base;
    private final int sharing;
    private final ScriptedSimulation simulation;

    private final PlainOrder order = new PlainOrder();

    /** Requests in shared memory, of which the calendar may not know yet. */
    private final Map<Puppet, Long> slots = new HashMap<>();

    private final BitSet takenSlots = new BitSet();
    private final List<Puppet> roster = new ArrayList<>();
    private final ArrayDeque<Puppet> newcomers = new ArrayDeque<>();
    private final List<String> foretold = new ArrayList<>();
    private @Nullable Puppet runner;
    private long now;
    private long horizon;
    private int names;

    RandomRun(RandomGenerator random, long base, int sharing) {
        this.random = random;
        this.base = base;
        this.sharing = sharing;
        simulation =
                sharing < 0
                        ? ScriptedSimulation.withMessages(1, FREE_RUN)
                        : ScriptedSimulation.withMemory(1, FREE_RUN);
        Puppet first = simulation.begin(0).getFirst();
        simulation.goTo(base);
        roster.add(first);
        takenSlots.set(0, 2);
        runner = first;
        horizon = FREE_RUN;
    }

    /** From now on somebody steps from grant to grant, which must not be noticed. */
    void steps() {
        simulation.steps();
    }

    List<String> foretold() {
        List<String> lines = List.copyOf(foretold);
        foretold.clear();
        return lines;
    }

    List<String> said() {
        return simulation.said();
    }

    void step() {
        Puppet running = Objects.requireNonNull(runner);
        int dice = random.nextInt(100);
        if (dice < 30) {
            request(running);
        } else if (dice < 42) {
            tellTime(running);
        } else if (dice < 70) {
            await(running);
        } else if (dice < 90) {
            Puppet other = roster.get(random.nextInt(roster.size()));
            if (other != running) {
                requestWhileWaiting(other, running);
            }
        } else if (dice < 94) {
            get(roster.get(random.nextInt(roster.size())));
        } else if (dice < 97) {
            startAnother();
        } else {
            Puppet leaving = roster.get(random.nextInt(roster.size()));
            if (leaving != running || somebodyElseAsked(leaving)) {
                leave(leaving);
            }
        }
    }

    private boolean somebodyElseAsked(Puppet but) {
        return !newcomers.isEmpty()
                || roster.stream().anyMatch(one -> one != but && hasRequest(one));
    }

    private boolean hasRequest(Puppet puppet) {
        return slots.containsKey(puppet) || order.time(puppet) != null;
    }

    /** Everybody leaves. */
    @Nullable Outcome end() {
        while (!newcomers.isEmpty()) {
            newcomers.poll().leaves();
        }
        for (Puppet puppet : List.copyOf(roster)) {
            if (puppet != runner) {
                leave(puppet);
            }
        }
        leave(roster.getFirst());
        return simulation.outcome();
    }

    private void request(Puppet running) {
        long time = now + random.nextInt(12);
        if (running.sharesTime) {
            slots.put(running, time);
            running.requestsInMemory(base + time);
        } else {
            enter(running, time);
            foretell(running, "ACK REQUEST");
            running.requests(own(running, time));
        }
    }

    private void tellTime(Puppet running) {
        long limit = running.sharesTime ? simulation.memory().freeUntil() - base : horizon;
        now += random.nextLong(Math.max(0, limit - now) + 1);
        if (running.sharesTime) {
            running.tellsInMemory(base + now);
            if (slots.getOrDefault(running, now) < now) {
                request(running); // it did not wait for what it had asked for
            }
        } else {
            foretell(running, "ACK UPDATE");
            running.updates(own(running, now));
        }
    }

    private void await(Puppet running) {
        if (!hasRequest(running) && !somebodyElseAsked(running)) {
            request(running);
        }
        if (!running.sharesTime) {
            foretell(running, "ACK WAIT");
        }
        foretellTurn();
        running.waits();
        begin();
    }

    private void requestWhileWaiting(Puppet other, Puppet running) {
        long time = now + random.nextInt(12);
        if (running.sharesTime && other.sharesTime) {
            slots.put(other, time);
            other.requestsInMemory(base + time);
            return;
        }
        if (running.session.sharesTime()) {
            slots.put(other, time); // it will be found there
        } else {
            enter(other, time);
            if (time < horizon) {
                horizon = time;
                foretell(running, "FREE_UNTIL " + own(running, time));
            }
        }
        foretell(other, "ACK REQUEST");
        if (other.sharesTime && time == now && base == 0 && random.nextBoolean()) {
            other.requestsNowLikeUml();
        } else {
            other.requests(own(other, time));
        }
        if (running.session.sharesTime()) {
            assertTrue(simulation.memory().freeUntil() - base <= time);
        }
    }

    private void get(Puppet any) {
        if (!any.sharesTime) {
            foretell(any, time("ACK GET", own(any, now)));
            any.gets();
        }
    }

    private void startAnother() {
        if (roster.size() + newcomers.size() < MOST) {
            names++;
            Puppet newcomer = simulation.connect("p" + names);
            newcomers.add(newcomer);
            newcomer.starts(names);
        }
    }

    private void leave(Puppet leaving) {
        roster.remove(leaving);
        order.withdraw(leaving);
        slots.remove(leaving);
        takenSlots.clear(leaving.slot());
        if (leaving == runner) {
            foretellTurn();
            leaving.leaves();
            begin();
        } else {
            leaving.leaves();
        }
    }

    /** A request that the calendar knows at once. */
    private void enter(Puppet by, long time) {
        order.request(by, time);
        if (sharing >= 0) {
            slots.put(by, time);
        }
    }

    private void foretellTurn() {
        runner = newcomers.poll();
        if (runner != null) {
            int slot = takenSlots.nextClearBit(0);
            takenSlots.set(slot);
            roster.add(runner);
            horizon = now;
            foretell(runner, time("ACK START", sharing < 0 ? 0 : slot));
            return;
        }
        for (Puppet puppet : roster) {
            Long time = slots.get(puppet);
            if (time != null && !time.equals(order.time(puppet))) {
                order.request(puppet, time);
            }
        }
        PlainOrder.Request next = order.first();
        if (next == null) {
            if (!roster.isEmpty()) {
                foretold.add("stuck");
            }
            return;
        }
        runner = next.by();
        now = Math.max(now, next.time());
        order.withdraw(next.by());
        slots.remove(next.by());
        PlainOrder.Request after = order.first();
        horizon = now + FREE_RUN;
        horizon = after == null ? horizon : Math.clamp(after.time(), now, horizon);
        if (!runner.sharesTime) {
            foretell(runner, "FREE_UNTIL " + own(runner, horizon));
        }
        foretell(runner, Op.name(Op.RUN) + " " + (base + now - runner.session.offset()));
    }

    /** Whoever has just started says whether it shares time before it says anything else. */
    private void begin() {
        Puppet running = runner;
        if (running == null || simulation.runner() != running) {
            return; // what was said will tell
        }
        if (sharing >= 0) {
            assertEquals(base + horizon, simulation.memory().freeUntil());
        }
        if (!running.session.isSharingKnown() && random.nextInt(100) < sharing) {
            running.sharesTime();
        }
    }

    /** A time as a participant knows it in its messages. */
    private long own(Puppet puppet, long time) {
        return puppet.sharesTime ? base + time : base + time - puppet.session.offset();
    }

    private static String time(String line, long time) {
        return time == 0 ? line : line + " " + time;
    }

    private void foretell(Puppet to, String what) {
        foretold.add(to + " " + what);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
