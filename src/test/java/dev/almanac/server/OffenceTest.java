// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;
import dev.almanac.sched.Journal;
import dev.almanac.session.Session;
import dev.almanac.session.Violation;
import dev.almanac.sys.LinuxSyscalls;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Three that keep to the rules, a, b and c, and one that does not: over real sockets, with shared
 * memory and without. The three get the very grants that they get when the fourth just leaves.
 */
@Timeout(120)
class OffenceTest {
    private static final int GOOD = 3;
    private static final long END = 200;

    @TempDir private Path directory;

    static Stream<Arguments> offences() {
        return Arrays.stream(Offence.values())
                .flatMap(
                        offence ->
                                Stream.of(false, true)
                                        .filter(shared -> shared || !offence.inMemory)
                                        .map(shared -> Arguments.of(offence, shared)));
    }

    @ParameterizedTest(name = "{0}, with shared memory: {1}")
    @MethodSource("offences")
    void costsOnlyWhoCommitsIt(Offence offence, boolean shared) throws Exception {
        assertEquals(grants(Offence.LEAVES, shared), grants(offence, shared));
    }

    @Test
    void eachRuleIsBroken() {
        // It takes a second one that plays along: see ViolationsTest.
        EnumSet<Violation> broken = EnumSet.of(Violation.ASKING_ON);
        for (Offence offence : Offence.values()) {
            if (offence.violation != null) {
                broken.add(offence.violation);
            }
        }
        assertEquals(EnumSet.allOf(Violation.class), broken);
    }

    /** When a, b and c were told to run, and in which order. */
    private List<String> grants(Offence offence, boolean shared) throws Exception {
        List<String> grants = new ArrayList<>(); // by the calendar's thread, until it ends
        Journal recorder =
                new Journal() {
                    private long now;

                    @Override
                    public void timeIs(long time) {
                        now = time;
                    }

                    @Override
                    public void granted(Session session, long horizon) {
                        if (session.id() <= GOOD) {
                            grants.add(session.name() + " at " + now);
                        }
                    }
                };
        Path path = directory.resolve("s");
        ServerOptions.Builder options =
                ServerOptions.at(path.toString())
                        .clients(GOOD + 1)
                        .maxClients(GOOD + 1)
                        .shareMemory(shared)
                        .debugLevel(-1);
        List<Thread> good = new ArrayList<>();
        try (RunningServer server = RunningServer.start(options, new LinuxSyscalls(), recorder);
                ScriptedParticipant d = ScriptedParticipant.connect(path)) {
            for (int id = 1; id <= GOOD; id++) {
                int number = id;
                good.add(Thread.ofPlatform().start(() -> live(path, number)));
            }
            if (offence.inMemory) {
                d.beginInMemory(GOOD + 1, Offence.TIME);
            } else {
                d.begin(GOOD + 1, Offence.TIME);
                assertEquals(Offence.TIME, d.awaitTurn());
            }
            offence.commit(d);
            d.leave();
            assertSame(
                    offence.violation == null ? Ending.CLEAN : Ending.WITH_VIOLATIONS,
                    server.ending());
            assertTold(offence.violation, server.err());
        }
        for (Thread one : good) {
            one.join();
        }
        return grants;
    }

    /** Sleeps so that it meets others at the same time now and then. */
    private static void live(Path path, int id) {
        try (Participant participant = Participant.connect(path.toString(), id)) {
            while (participant.now() < END) {
                participant.runFor(3 + (participant.now() ^ id) % 4);
            }
        }
    }

    private static void assertTold(@Nullable Violation violation, String err) {
        List<String> lines = err.lines().filter(line -> line.contains(" closed the ")).toList();
        assertEquals(violation == null ? 0 : 1, lines.size(), err);
        if (violation != null) {
            String line = lines.getFirst();
            assertTrue(line.contains(violation.what() + "; " + violation.right()), line);
            assertTrue(line.contains("(pid " + ProcessHandle.current().pid() + ", "), line);
        }
    }
}
