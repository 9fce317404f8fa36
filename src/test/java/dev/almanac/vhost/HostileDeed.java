// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;

/**
 * Something that a guest should not do.
 *
 * @param name for the report of the test
 * @param line what is said about it; empty if the guest goes on as if nothing had happened
 * @param script how it is done
 */
record HostileDeed(String name, String line, Script script) {
    /** What happens. */
    @FunctionalInterface
    interface Script {
        void play(TestNetwork net, TestGuest evil);
    }

    /**
     * Does it as guest 3. It must have cost what it should, and two others exchange frames.
     *
     * @param enter how far that guest has come
     */
    void check(Function<TestNetwork, TestGuest> enter) {
        try (TestNetwork net = TestNetwork.ofDelay(TestNetwork.DELAY)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            check(net, enter.apply(net));
            net.assertExchange(a, b);
        }
    }

    private void check(TestNetwork net, TestGuest evil) {
        script.play(net, evil);
        net.pump();
        long lines = net.journal.lines.stream().filter(l -> l.startsWith("id:3 ")).count();
        if (line.isEmpty()) {
            assertEquals(0, lines, net.journal.lines::toString);
        } else {
            assertEquals(1, lines, net.journal.lines::toString);
            assertTrue(net.journal.has(line), net.journal.lines::toString);
            assertTrue(net.journal.has("disconnected id:3"));
            assertTrue(evil.dead || evil.isCut());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
