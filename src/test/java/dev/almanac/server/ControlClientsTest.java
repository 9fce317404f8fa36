// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Clients of the control socket that do not do as they should, or in unusual ways. */
class ControlClientsTest extends SteeredServer {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'status' | not JSON",
                "'{}' | no such command",
                "'{\"command\":7}' | no such command",
                "'{\"command\":\"step\",\"grants\":0}' | must be a whole number from 1",
                "'{\"command\":\"step\",\"grants\":\"2\"}' | must be a whole number from 1",
                "'{\"command\":\"next\",\"count\":-1}' | must be a whole number from 1",
                "'{\"command\":\"break\"}' | break needs",
                "'{\"command\":\"break\",\"participant\":\"id:x\"}' | is no ID",
                "'{\"command\":\"speed\",\"factor\":-1}' | speed needs",
                "'{\"command\":\"speed\",\"factor\":\"1\"}' | speed needs",
                "'{\"command\":\"run-until\",\"time_ns\":9}' | time_ns is over: it is 10",
                "'\u00ff\ud83d\ude00\u0001{{{{[[[' | not JSON",
            })
    void whatCannotBeFollowedIsSaid(String garbage, String why) throws Exception {
        start(2);
        try (ControlLine line = control()) {
            two();
            line.send(garbage + "\n\n");
            assertTrue(String.valueOf(line.answer().get("error")).contains(why));
            assertEquals("running", line.ask("\"status\"").get("state"));
        }
    }

    @Test
    void whatHasNoEndIsClosed() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            line.send("x".repeat(ControlConnection.LONGEST_LINE));
            assertTrue(String.valueOf(line.answer().get("error")).contains("4095"));
            assertNull(line.line());
        }
    }

    @Test
    void commandsMayComeInPiecesAndInHeaps() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            String command = "{\"command\":\"status\"}\n";
            for (int i = 0; i < command.length(); i++) {
                line.send(command.substring(i, i + 1));
            }
            assertEquals("gathering", line.answer().get("state"));
            line.send("{\"command\":\"pause\"}\n{\"command\":\"resume\"}\n" + command.repeat(300));
            assertEquals("paused", line.answer().get("state"));
            for (int i = 0; i < 301; i++) {
                assertEquals("gathering", line.answer().get("state"));
            }
        }
    }

    @Test
    void whoSendsNoMoreIsAnsweredAllTheSame() throws Exception {
        start(2);
        try (ControlLine line = control()) {
            List<ScriptedParticipant> all = two();
            line.send("{\"command\":\"status\"}\n{\"command\":\"pause\"}"); // without a line break
            line.shutDown();
            assertEquals("running", line.answer().get("state"));
            all.get(0).sleepUntil(30);
            assertEquals("paused", line.answer().get("state"));
            assertNull(line.line());
        }
    }

    /** Those who say nothing, who leave in the middle, who flood and who do not listen. */
    @Test
    void badClientsDisturbNobody() throws Exception {
        List<ControlLine> silent = new ArrayList<>();
        try (RunningServer server = start(2)) {
            for (int i = 0; i < 20; i++) {
                silent.add(control());
            }
            assertNull(silent.getLast().line(), "there are 16 at most");
            silent.get(0).send("{\"comm");
            silent.get(1).send("{\"command\":\"wait\"}\n");
            silent.get(2).send("{\"command\":\"wait\"}\n");
            silent.get(2).close();
            silent.get(3).send("{\"command\":\"wait\"}\n");
            silent.get(3).shutDown();
            String many = "{\"command\":\"participants\"}\n".repeat(1_000);
            assertTrue(silent.get(4).flood(many, 100) < 100L * many.length(), "it takes all");
            List<ScriptedParticipant> all = two();
            for (int turn = 0; turn < 1_000; turn++) {
                ScriptedParticipant runner = all.get(turn % 2);
                runner.sleepUntil(30 + turn * 10);
                all.get(1 - turn % 2).awaitTurn();
                if (turn % 100 == 0) {
                    silent.get(4).flood(many, 1);
                }
            }
            all.forEach(ScriptedParticipant::leave);
            assertSame(Ending.CLEAN, server.ending());
        } finally {
            for (ControlLine line : silent) {
                line.close();
            }
        }
    }
}
