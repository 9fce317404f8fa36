// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A simulation is steered over a socket, by programs that know JSON only. */
class ControlTest extends SteeredServer {
    @Test
    void onlyItsOwnerMaySteer() throws Exception {
        try (RunningServer server = start(1)) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(control)));
            assertEquals(0, server.server().grants());
        }
        assertFalse(Files.exists(control));
    }

    @Test
    void statusSaysWhatItIsDoing() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            Map<String, @Nullable Object> status = line.ask("\"status\"");
            assertEquals("gathering", status.get("state"));
            assertEquals(2L, status.get("missing"));
            two();
            status = line.ask("\"status\"");
            assertEquals("running", status.get("state"));
            assertEquals("id:1", status.get("runner"));
            assertEquals(10L, status.get("simulated_ns"));
            assertEquals(1L, status.get("grants"));
            assertEquals(2L, status.get("participants"));
            assertEquals(0.0, status.get("speed"));
            assertEquals(
                    "[{participant=id:2, time_ns=20}]",
                    String.valueOf(line.ask("\"next\"").get("next")));
            String all = String.valueOf(line.ask("\"participants\"").get("participants"));
            assertTrue(all.contains("name=id:2") && all.contains("request_ns=20"), all);
        }
    }

    @Test
    void pausesStepsAndGoesOn() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            line.send("{\"command\":\"pause\"}\n");
            try (ControlLine other = control()) {
                assertEquals("pausing", other.ask("\"status\"").get("state"));
            }
            all.get(0).sleepUntil(30);
            Map<String, @Nullable Object> paused = line.answer();
            assertEquals("paused", paused.get("state"));
            assertEquals("pause", paused.get("reason"));
            assertEquals("[{participant=id:2, time_ns=20}]", String.valueOf(paused.get("next")));
            line.send("{\"command\":\"step\"}\n");
            assertEquals(20, all.get(1).awaitTurn());
            all.get(1).sleepUntil(40);
            assertEquals("step", line.answer().get("reason"));
            assertEquals("running", line.ask("\"resume\"").get("state"));
            assertEquals(30, all.get(0).awaitTurn());
        }
    }

    @Test
    void runsUntilATimeAndPausesAtBreakpoints() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            line.send("{\"command\":\"run-until\",\"time_ns\":30}\n");
            all.get(0).sleepUntil(35);
            all.get(1).awaitTurn();
            all.get(1).sleepUntil(30);
            Map<String, @Nullable Object> paused = line.answer();
            assertEquals("time=30ns", paused.get("reason"));
            assertEquals(20L, paused.get("simulated_ns"));
            assertEquals(
                    List.of("participant=id:1"),
                    line.ask("\"break\",\"participant\":1").get("breakpoints"));
            line.ask("\"resume\"");
            all.get(1).awaitTurn();
            line.send("{\"command\":\"wait\"}\n");
            all.get(1).sleepUntil(50);
            assertEquals("participant=id:1", line.answer().get("reason"));
            assertEquals(List.of(), line.ask("\"break\",\"clear\":true").get("breakpoints"));
        }
    }

    @Test
    void evictsAndStops() throws Exception {
        RunningServer server = start(2);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            assertEquals(1L, line.ask("\"evict\",\"participant\":\"id:1\"").get("participants"));
            all.get(0).awaitClosed();
            assertEquals(20, all.get(1).awaitTurn());
            String report = server.err();
            assertTrue(report.contains("almanac: closed the connection of id:1 (pid "), report);
            assertTrue(report.endsWith("somebody on the control socket evicted it\n"), report);
            assertTrue(line.refused("\"evict\",\"participant\":1").contains("no participant 1"));
            line.ask("\"stop\"");
            assertSame(Ending.STOPPED, server.ending());
            assertNull(line.line(), "it is closed");
        }
    }

    @Test
    void whoWaitsIsToldThatItEnded() throws Exception {
        RunningServer server = start(2);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            line.send("{\"command\":\"wait\"}\n{\"command\":\"resume\"}\n");
            all.forEach(ScriptedParticipant::leave);
            assertEquals("the simulation has ended", line.answer().get("error"));
            assertNull(line.line());
            assertSame(Ending.CLEAN, server.ending());
        }
    }

    @Test
    void aChangeOfSpeedHoldsAtOnce() throws Exception {
        start(2, SteeringOptions.SLOWEST, 0);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            assertEquals(SteeringOptions.SLOWEST, line.ask("\"status\"").get("speed"));
            all.get(0).sleepUntil(1_000_000); // 1000 s of real time
            all.get(1).awaitTurn();
            all.get(1).sleepUntil(2_000_000);
            assertEquals("napping", line.ask("\"status\"").get("state"));
            assertEquals(0.0, line.ask("\"speed\",\"factor\":0").get("speed"));
            assertEquals(1_000_000, all.get(0).awaitTurn());
        }
    }

    @Test
    void whoFallsBehindTooFarIsEnded() throws Exception {
        try (RunningServer server = start(2, 1, 200_000_000)) {
            List<ScriptedParticipant> all = two();
            Thread.sleep(300); // at 10 ns of simulated time
            all.get(0).ask(Op.WAIT, -1);
            assertSame(Ending.BEHIND, server.ending());
            assertTrue(server.err().contains("behind --speed at 0.000000010 s"), server.err());
        }
    }
}
