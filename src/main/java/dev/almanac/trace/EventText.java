// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.wire.Op;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Events as lines: those of {@code --debug=2}, and others like them for what that does not tell.
 * Belongs to one thread.
 */
public final class EventText {
    private static final long SECOND = 1_000_000_000;

    private final Recording recording;
    private final IntFunction<String> rules;
    private final LogLine line = new LogLine();

    /**
     * Lines for the events of a recording, which is read up to the event at hand.
     *
     * @param rules what a rule is called
     */
    public EventText(Recording recording, IntFunction<String> rules) {
        this.recording = recording;
        this.rules = rules;
    }

    /** The line of an event; null for those that need none, as another says the same. */
    public @Nullable String of(Event event) {
        return switch (event.type()) {
            case RECEIVED -> message(event, '<');
            case SENT -> message(event, '>');
            case WAITED -> null;
            default -> event.participant() == 0 ? ofAll(event) : about(event, what(event));
        };
    }

    /** An event in short: when, who, what. */
    public String brief(Event event) {
        String when = "%d.%09d ".formatted(event.time() / SECOND, event.time() % SECOND);
        String who =
                event.participant() == 0 ? "" : recording.participant(event.participant()) + " ";
        return when
                + who
                + switch (event.type()) {
                    case RECEIVED -> "< " + Op.name(event.op()) + " " + event.value();
                    case SENT -> "> " + Op.name(event.op()) + " " + event.value();
                    case WAITED -> "gives the floor back";
                    default -> what(event);
                };
    }

    private String ofAll(Event event) {
        return line.at(event.time()).append(" " + what(event)).toString();
    }

    private String message(Event event, char direction) {
        return begin(event)
                .message(direction, event.op(), event.number(), event.value())
                .toString();
    }

    private String about(Event event, String what) {
        return begin(event).says(what).toString();
    }

    private LogLine begin(Event event) {
        RecordedParticipant who = recording.participant(event.participant());
        boolean isNew = event.type() == EventType.CONNECTED || event.type() == EventType.NAMED;
        String name = isNew ? who.firstName() : who.name();
        return line.at(event.time()).of(name, ownTime(who, event.time()));
    }

    private static String ownTime(RecordedParticipant who, long now) {
        if (!who.hasStarted()) {
            return LogLine.NO_TIME;
        }
        return LogLine.ownTime(who.sharesTime() ? now : now - who.startedAt(), now);
    }

    private String what(Event event) {
        int number = event.number();
        long value = event.value();
        return switch (event.type()) {
            case GATHERING -> "waiting for " + number + " clients";
            case GATHERED -> "have " + number + " clients now";
            case CONNECTED -> number == 0 ? "connected" : "connected (pid=" + number + ")";
            case NAMED -> "now known as id:" + Long.toHexString(value);
            case STARTED -> "started, assigned shm id " + number;
            case GRANTED -> "running";
            case REMOVED ->
                    "removed (req: %d, wait: %d, update: %d)"
                            .formatted(number, (int) value, value >>> 32);
            case VIOLATED -> "broke a rule: " + rules.apply(event.op());
            case EVICTED -> "evicted on the control socket";
            case STORM -> value + " grants at this instant";
            case SILENT -> "has said nothing for " + seconds(value);
            case STUCK -> "nobody has a request";
            case CARD -> "network card connected (pid=" + number + ")";
            case FRAME_SENT -> "sent frame %d, %d bytes".formatted(number, event.bytes());
            case FRAME_DELIVERED ->
                    "got frame %d%s, %d bytes".formatted(number, from(event), event.bytes());
            case ENDED -> ending(event);
            case RECEIVED, SENT, WAITED -> throw new IllegalArgumentException(event.toString());
        };
    }

    private String from(Event event) {
        return event.from() == 0 ? "" : " of " + recording.participant(event.from());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s of real time", nanos / 1e9);
    }

    private static String ending(Event event) {
        return switch (event.op()) {
            case Event.CUT_OFF -> "there was no room to record more";
            case Event.STOPPED -> "told to stop";
            default -> "ended with exit status " + event.op();
        };
    }
}
