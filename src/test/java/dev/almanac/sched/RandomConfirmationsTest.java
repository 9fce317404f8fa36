// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Participants that confirm late, and meanwhile go on as far as they were told before. That nobody
 * is answered too early is for {@link ScriptedSimulation} to see; here, that everybody is in the
 * end, that nobody is sent away, and that whoever asked for the earliest time runs next.
 */
@Timeout(60)
class RandomConfirmationsTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());
    private static final int STEPS = 100_000;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final ScriptedSimulation simulation = ScriptedSimulation.withMessages(6, 20);
    private final List<Puppet> all = simulation.begin(0, 1, 2, 3, 4, 5);
    private final PlainOrder order = new PlainOrder();
    private int step;

    @Test
    void nobodyIsForgottenOrBlamed() {
        for (Puppet puppet : all) {
            puppet.confirmsWhenTold();
            order.request(puppet, all.indexOf(puppet));
        }
        order.withdraw(all.getFirst());
        for (; step < STEPS; step++) {
            Puppet running = simulation.runner();
            assertNotNull(running, this::where);
            act(running, all.get(random.nextInt(all.size())));
            List<String> said = simulation.said();
            assertFalse(said.toString().contains("broke"), () -> said + where());
        }
    }

    private void act(Puppet running, Puppet any) {
        int dice = random.nextInt(100);
        if (dice < 35) {
            if (!any.unconfirmed().isEmpty()) {
                any.confirms(any.unconfirmed().element());
            }
        } else if (dice < 60) {
            if (any != running && !any.awaitsAnswer()) {
                request(any);
            }
        } else if (dice < 80) {
            long most = Math.max(running.farthest(), simulation.now());
            running.updates(random.nextLong(simulation.now(), most + 1));
        } else {
            request(running);
            PlainOrder.Request next = order.first();
            assertNotNull(next);
            running.waits();
            assertEquals(next.by(), simulation.runner(), this::where);
            order.withdraw(next.by());
            for (Puppet puppet : all) {
                assertFalse(puppet.awaitsAnswer(), () -> puppet + where());
            }
        }
    }

    private void request(Puppet puppet) {
        long time = simulation.now() + random.nextInt(15);
        order.request(puppet, time);
        puppet.requests(time);
    }

    private String where() {
        return " in step " + step + ", -Dalmanac.seed=" + SEED;
    }
}
