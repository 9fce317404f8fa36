// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;
import dev.almanac.json.JsonWriter;
import dev.almanac.sched.Breakpoint;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Situation;
import dev.almanac.sched.Steering;
import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What each command of the control socket does, and what it is answered. See docs/control.md. */
final class ControlCommands {
    /** For which a command is answered when the simulation has paused. */
    static final @Nullable String LATER = null;

    private static final String ALL =
            "status, participants, next, pause, resume, step, run-until, break, wait, speed, evict,"
                    + " stop";

    private final Conductor conductor;
    private final Situation situation;
    private final Steering steering;
    private final Status status;
    private final Pacer pacer;
    private final Runnable stop;

    /**
     * Commands to a conductor.
     *
     * @param stop ends the simulation soon
     */
    ControlCommands(Conductor conductor, Status status, Pacer pacer, Runnable stop) {
        this.conductor = conductor;
        this.status = status;
        this.pacer = pacer;
        this.stop = stop;
        situation = conductor.situation();
        steering = conductor.steering();
    }

    /**
     * Follows a command.
     *
     * @return the answer; {@link #LATER} if that is {@link #paused} once the simulation stands
     */
    @Nullable String follow(String line) {
        try {
            return follow(JsonReader.object(line));
        } catch (JsonException | ControlException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String follow(Map<String, @Nullable Object> command) throws ControlException {
        switch (String.valueOf(command.get("command"))) {
            case "status" -> {}
            case "participants" -> {
                return answer(status::participants);
            }
            case "next" -> {
                int count = (int) number(command, "count", 10L, 1, 65_535);
                return answer(json -> status.next(json, count));
            }
            case "pause" -> {
                steering.pause();
                return LATER;
            }
            case "wait" -> {
                return LATER;
            }
            case "resume" -> steering.resume();
            case "step" -> {
                steering.step(number(command, "grants", 1L, 1, Long.MAX_VALUE));
                conductor.goAhead();
                return LATER;
            }
            case "run-until" -> {
                steering.add(new Breakpoint.AtTime(time(command)));
                steering.resume();
                conductor.goAhead();
                return LATER;
            }
            case "break" -> changeBreakpoints(command);
            case "speed" -> pacer.setSpeed(factor(command));
            case "evict" -> evict(command);
            case "stop" -> {
                stop.run();
                return answer(status::summarize);
            }
            default -> throw new ControlException("no such command; there are: " + ALL);
        }
        conductor.goAhead();
        return answer(status::summarize);
    }

    /** The answer to what had to wait until the simulation stood. */
    String paused() {
        return answer(
                json -> {
                    status.summarize(json);
                    status.next(json, 1);
                });
    }

    /** The answer to what cannot be done. */
    static String failure(String why) {
        StringBuilder line = new StringBuilder();
        new JsonWriter(line).object().name("ok").value(false).name("error").value(why).endObject();
        return line.append('\n').toString();
    }

    /** Something that goes into an answer. */
    private interface Members {
        void write(JsonWriter json);
    }

    private static String answer(Members members) {
        StringBuilder line = new StringBuilder();
        JsonWriter json = new JsonWriter(line).object().name("ok").value(true);
        members.write(json);
        json.endObject();
        return line.append('\n').toString();
    }

    private void changeBreakpoints(Map<String, @Nullable Object> command) throws ControlException {
        if (command.containsKey("participant")) {
            steering.add(new Breakpoint.AtParticipant(id(command)));
        } else if (command.containsKey("time_ns")) {
            steering.add(new Breakpoint.AtTime(time(command)));
        } else if (Boolean.TRUE.equals(command.get("broadcast"))) {
            steering.add(new Breakpoint.AtBroadcast());
        } else if (Boolean.TRUE.equals(command.get("clear"))) {
            steering.clearBreakpoints();
        } else {
            throw new ControlException(
                    "break needs \"participant\", \"time_ns\", \"broadcast\":true or"
                            + " \"clear\":true");
        }
    }

    private void evict(Map<String, @Nullable Object> command) throws ControlException {
        Object who = command.get("participant");
        Session session =
                who instanceof String name ? status.find(0, name) : status.find(id(command), null);
        if (session == null) {
            throw new ControlException("no participant " + who + "; `participants` lists all");
        }
        conductor.dismiss(session);
    }

    private static double factor(Map<String, @Nullable Object> command) throws ControlException {
        if (command.get("factor") instanceof Number factor
                && (factor.doubleValue() == 0
                        || (factor.doubleValue() >= SteeringOptions.SLOWEST
                                && factor.doubleValue() <= SteeringOptions.FASTEST))) {
            return factor.doubleValue();
        }
        throw new ControlException(
                "speed needs \"factor\": how many times as fast as real time, "
                        + SteeringOptions.SLOWEST
                        + " to "
                        + SteeringOptions.FASTEST
                        + "; 0 = as fast as possible");
    }

    private long time(Map<String, @Nullable Object> command) throws ControlException {
        long time = number(command, "time_ns", null, Long.MIN_VALUE, Long.MAX_VALUE);
        if (time - situation.now() < 0) {
            throw new ControlException("time_ns is over: it is " + situation.now());
        }
        return time;
    }

    /** An ID as a number, or in a name as all output has it. */
    private static long id(Map<String, @Nullable Object> command) throws ControlException {
        if (command.get("participant") instanceof String name && name.startsWith("id:")) {
            try {
                return Long.parseUnsignedLong(name, 3, name.length(), 16);
            } catch (NumberFormatException e) {
                throw new ControlException("participant " + name + " is no ID");
            }
        }
        return number(command, "participant", null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long number(
            Map<String, @Nullable Object> command,
            String name,
            @Nullable Long otherwise,
            long min,
            long max)
            throws ControlException {
        Object value = command.containsKey(name) ? command.get(name) : otherwise;
        if (value instanceof Long number && number >= min && number <= max) {
            return number;
        }
        throw new ControlException(
                "\"%s\" must be a whole number from %d to %d".formatted(name, min, max));
    }
}
