// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.json.JsonWriter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of {@code almanac ctl}, and how each reads as a line of docs/control.md. */
enum CtlCommand {
    STATUS("status", "what the simulation is doing"),
    PARTICIPANTS("participants", "who takes part, and what each has done"),
    NEXT("next [N]", "the next N requests (default 10)"),
    PAUSE("pause", "pause as soon as nobody runs, and wait until then"),
    RESUME("resume", "go on"),
    STEP("step [N]", "go on for N grants (default 1), and wait until they are over"),
    RUN_UNTIL("run-until TIME", "go on until nothing is left to happen before TIME, likewise"),
    BREAK("break participant=ID|time=TIME|broadcast|clear", "pause there; clear: nowhere"),
    WAIT("wait", "wait until it has paused"),
    SPEED("speed F|max", "go at most F times as fast as real time; max: as fast as possible"),
    EVICT("evict ID", "end a participant's connection"),
    STOP("stop", "end the simulation in order");

    private static final int WIDTH = 32;
    private static final double MAX_FACTOR = 1e6;

    private final String form;
    private final String help;

    CtlCommand(String form, String help) {
        this.form = form;
        this.help = help;
    }

    private String word() {
        int end = form.indexOf(' ');
        return end < 0 ? form : form.substring(0, end);
    }

    /** All of them, as they are written. */
    static String forms() {
        return Arrays.stream(values())
                .map(command -> command.form)
                .collect(Collectors.joining(", "));
    }

    /** All of them, a line or two each. */
    static String usage() {
        StringBuilder text = new StringBuilder();
        for (CtlCommand command : values()) {
            String left = command.form;
            if (left.length() > WIDTH) {
                text.append("      ").append(left).append('\n');
                left = "";
            }
            text.append("      ").append(left).append(" ".repeat(WIDTH - left.length()));
            text.append(' ').append(command.help).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /**
     * The line that says the same as these words.
     *
     * @throws UsageException if they say nothing
     */
    static String parse(List<String> words) throws UsageException {
        for (CtlCommand command : values()) {
            if (command.word().equals(words.getFirst())) {
                StringBuilder line = new StringBuilder();
                JsonWriter json = new JsonWriter(line).object();
                json.name("command").value(command.word());
                command.write(words.subList(1, words.size()), json);
                json.endObject();
                return line.toString();
            }
        }
        throw new UsageException(
                "no command '" + words.getFirst() + "' of ctl; there are\n" + usage());
    }

    private void write(List<String> operands, JsonWriter json) throws UsageException {
        boolean takesMore = this == BREAK || this == EVICT || this == RUN_UNTIL || this == SPEED;
        boolean mayTakeMore = takesMore || this == NEXT || this == STEP;
        if (operands.size() > (mayTakeMore ? 1 : 0) || (takesMore && operands.isEmpty())) {
            throw wrong();
        }
        if (operands.isEmpty()) {
            return;
        }
        String operand = operands.getFirst();
        switch (this) {
            case NEXT -> json.name("count").value(number(operand));
            case STEP -> json.name("grants").value(number(operand));
            case RUN_UNTIL -> json.name("time_ns").value(Durations.parse("run-until", operand));
            case BREAK -> breakpoint(operand, json);
            case SPEED -> json.name("factor").value(factor(operand));
            default -> participant(operand, json);
        }
    }

    private void breakpoint(String operand, JsonWriter json) throws UsageException {
        if (operand.startsWith("participant=")) {
            participant(operand.substring("participant=".length()), json);
        } else if (operand.startsWith("time=")) {
            String time = operand.substring("time=".length());
            json.name("time_ns").value(Durations.parse("time", time));
        } else if (operand.equals("broadcast") || operand.equals("clear")) {
            json.name(operand).value(true);
        } else {
            throw wrong();
        }
    }

    /** As it is written behind time-travel=ext: or as it is printed everywhere, id:1f. */
    private void participant(String operand, JsonWriter json) throws UsageException {
        json.name("participant");
        if (operand.startsWith("id:") || operand.startsWith("unnamed-")) {
            json.value(operand);
        } else {
            json.value(number(operand));
        }
    }

    private long number(String operand) throws UsageException {
        try {
            return Long.decode(operand);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private double factor(String operand) throws UsageException {
        if (operand.equals("max")) {
            return 0;
        }
        try {
            double factor = Double.parseDouble(operand);
            if (factor > 0 && factor <= MAX_FACTOR) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // said below, with what would be right
        }
        throw wrong();
    }

    private UsageException wrong() {
        return new UsageException("it is: almanac ctl SOCKET " + form);
    }
}
