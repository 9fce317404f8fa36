// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.client.CalendarException;
import dev.almanac.client.ControlClient;
import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steers a simulation that runs elsewhere: one command over its control socket. */
final class Ctl {
    static final Option JSON = Option.flag("json", "print the answer as it came, a line of JSON");
    static final List<Option> OPTIONS = List.of(JSON);

    static final Command COMMAND =
            Command.of(
                    "ctl",
                    "SOCKET COMMAND [--json]",
                    "steer the simulation whose --control is SOCKET: " + CtlCommand.forms(),
                    OPTIONS,
                    Ctl::run);

    private Ctl() {}

    static ExitStatus run(List<String> words, Console console) throws UsageException {
        List<String> operands = new ArrayList<>(words);
        operands.removeIf(word -> word.startsWith("--"));
        List<String> options = new ArrayList<>(words);
        options.removeIf(word -> !word.startsWith("--"));
        Arguments arguments = Arguments.parse(options, OPTIONS);
        if (operands.size() < 2) {
            throw new UsageException("ctl needs a socket and a command:\n" + CtlCommand.usage());
        }
        String line = CtlCommand.parse(operands.subList(1, operands.size()));
        String answer;
        try (ControlClient calendar = new ControlClient(operands.getFirst())) {
            answer = calendar.ask(line);
        } catch (CalendarException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return show(answer, arguments.has(JSON), console);
    }

    private static ExitStatus show(String answer, boolean asJson, Console console)
            throws UsageException {
        Map<String, @Nullable Object> read;
        try {
            read = JsonReader.object(answer);
        } catch (JsonException e) {
            throw new UsageException("no calendar answered, but something that said: " + answer);
        }
        boolean done = Boolean.TRUE.equals(read.get("ok"));
        if (asJson) {
            console.out().println(answer);
        } else if (done) {
            console.out().print(CtlReport.of(read));
        } else {
            console.complain(String.valueOf(read.get("error")));
        }
        return done ? ExitStatus.SUCCESS : ExitStatus.REFUSED;
    }
}
