// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import static dev.almanac.cli.CommandLine.almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.client.Participant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;

/** {@code almanac ctl} as a user calls it, and a calendar that is steered by it. */
@Timeout(60)
class CtlTest {
    @TempDir private Path directory;

    private String time = "";
    private String control = "";

    @BeforeEach
    void choose() {
        time = directory.resolve("t").toString();
        control = directory.resolve("c").toString();
    }

    private String ctl(String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = "ctl";
        all[1] = control;
        System.arraycopy(words, 0, all, 2, words.length);
        CommandLine command = almanac(all);
        assertSame(ExitStatus.SUCCESS, command.status(), command.err());
        return command.out();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | {'command':'status'}",
                "participants | {'command':'participants'}",
                "next | {'command':'next'}",
                "next 3 | {'command':'next','count':3}",
                "pause | {'command':'pause'}",
                "resume | {'command':'resume'}",
                "step | {'command':'step'}",
                "step 0x10 | {'command':'step','grants':16}",
                "run-until 1.5s | {'command':'run-until','time_ns':1500000000}",
                "break participant=7 | {'command':'break','participant':7}",
                "break participant=id:1f | {'command':'break','participant':'id:1f'}",
                "break time=20ms | {'command':'break','time_ns':20000000}",
                "break broadcast | {'command':'break','broadcast':true}",
                "break clear | {'command':'break','clear':true}",
                "wait | {'command':'wait'}",
                "speed 0.5 | {'command':'speed','factor':0.5}",
                "speed max | {'command':'speed','factor':0.0}",
                "evict unnamed-3 | {'command':'evict','participant':'unnamed-3'}",
                "evict -1 | {'command':'evict','participant':-1}",
                "stop | {'command':'stop'}",
            })
    void wordsBecomeALine(String words, String line) throws Exception {
        assertEquals(line.replace('\'', '"'), CtlCommand.parse(List.of(words.split(" "))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pauses",
                "status 1",
                "step x",
                "step 1 2",
                "run-until",
                "run-until 5",
                "break",
                "break participant=x",
                "break x",
                "speed",
                "speed 0",
                "speed -1",
                "speed NaN",
                "evict",
                "evict x",
                "next 1 2",
                "stop now"
            })
    void otherWordsAreRefused(String words) {
        assertThrows(UsageException.class, () -> CtlCommand.parse(List.of(words.split(" "))));
    }

    @Test
    void withoutACalendarItSaysSo() {
        UsageException e = assertThrows(UsageException.class, () -> ctl("status"));
        assertTrue(String.valueOf(e.getMessage()).contains("--control=" + control));
        assertThrows(UsageException.class, () -> almanac("ctl", control));
        assertThrows(UsageException.class, () -> almanac("ctl", "--time=x", control, "status"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--speed=0",
                "--speed=x",
                "--speed=1e9",
                "--speed-strict=1s",
                "--shuffle-ties=x",
                "--speed=1 --speed-strict=1"
            })
    void wrongOptionsAreSaid(String options) {
        String[] words = ("--time=" + time + " " + options).split(" ");
        assertThrows(UsageException.class, () -> almanac(words));
    }

    @Test
    void theSocketsAreTwo() {
        assertThrows(
                UsageException.class,
                () -> almanac("--time=" + time, "--control=" + directory + "/./t"));
    }

    /** From before the first participant to the end. */
    @Test
    void aSimulationIsSteered() throws Exception {
        Future<CommandLine> calendar =
                CommandLine.calendar(
                        directory.resolve("t"),
                        "--time=" + time,
                        "--clients=1",
                        "--free-run=1ms",
                        "--control=" + control);
        String status = ctl("status");
        assertTrue(status.startsWith("gathering at 0.000000000 s after 0 grants"), status);
        assertTrue(status.contains("1 missing; nobody runs"), status);
        assertTrue(ctl("break", "time=50ms").contains("pauses at time=50000000ns\n"));
        Thread participant = Thread.ofPlatform().start(this::live);
        assertTrue(ctl("wait").startsWith("paused (time=50000000ns) at 0.040000000 s"));
        assertEquals("       0.050000000 s  id:1f\n", ctl("next"));
        String participants = ctl("participants").replaceAll(" +", " ");
        assertTrue(participants.contains(" waiting 0.050000000 s 4 5 "), participants);
        String json = ctl("--json", "status");
        assertTrue(json.startsWith("{\"ok\":true,\"state\":\"paused\""), json);
        assertTrue(ctl("step", "2").startsWith("paused (step) at 0.060000000 s"));
        ctl("speed", "1000");
        assertTrue(ctl("status").contains("at most 1000.0 times as fast as real time"));
        CommandLine refused = almanac("ctl", control, "evict", "5");
        assertSame(ExitStatus.REFUSED, refused.status());
        assertTrue(refused.err().startsWith("almanac: no participant 5"), refused.err());
        ctl("resume");
        participant.join();
        CommandLine ended = calendar.get();
        assertSame(ExitStatus.SUCCESS, ended.status());
        assertTrue(ended.err().contains("almanac: speed 1000.0 times real time"), ended.err());
    }

    private void live() {
        try (Participant participant = Participant.connect(time, 31, false)) {
            for (int i = 1; i <= 10; i++) {
                participant.runUntil(i * 10_000_000L);
                participant.update();
            }
        }
    }
}
