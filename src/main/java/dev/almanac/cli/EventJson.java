// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.json.JsonWriter;
import dev.almanac.server.Rules;
import dev.almanac.trace.Digest;
import dev.almanac.trace.Event;
import dev.almanac.trace.Recording;

import java.util.Locale;

/** Events as JSON, an object each. */
final class EventJson {
    private final Recording recording;
    private final StringBuilder line = new StringBuilder();

    /** For the events of a recording, which is read up to the event at hand. */
    EventJson(Recording recording) {
        this.recording = recording;
    }

    /** The line of an event. */
    String of(Event event) {
        line.setLength(0);
        JsonWriter json = new JsonWriter(line).object();
        json.name("event").value(event.type().name().toLowerCase(Locale.ROOT));
        json.name("time").value(event.time());
        json.name("real").value(event.real());
        if (event.participant() != 0) {
            json.name("participant").value(recording.participant(event.participant()).name());
            json.name("number").value(event.participant());
        }
        writeRest(event, json);
        json.endObject();
        return line.toString();
    }

    private void writeRest(Event event, JsonWriter json) {
        long value = event.value();
        switch (event.type()) {
            case GATHERING, GATHERED -> json.name("expected").value(event.number());
            case CONNECTED, CARD -> json.name("pid").value(event.number());
            case NAMED -> json.name("id").value(value);
            case STARTED -> json.name("slot").value(event.number());
            case RECEIVED, SENT -> {
                json.name("op").value(event.opName());
                json.name("seq").value(Integer.toUnsignedLong(event.number()));
                json.name("operand").value(value);
            }
            case GRANTED -> {
                json.name("horizon").value(value);
                json.name("shares").value(event.sharesTime());
            }
            case REMOVED -> {
                json.name("requests").value(event.number());
                json.name("waits").value(value & 0xffffffffL);
                json.name("updates").value(value >>> 32);
            }
            case VIOLATED -> json.name("rule").value(Rules.name(event.op()));
            case STORM -> json.name("grants").value(value);
            case SILENT -> json.name("for").value(value);
            case FRAME_SENT, FRAME_DELIVERED -> {
                json.name("frame").value(Integer.toUnsignedLong(event.number()));
                json.name("bytes").value(event.bytes());
                if (event.from() != 0) {
                    json.name("from").value(recording.participant(event.from()).name());
                }
            }
            case ENDED -> {
                json.name("status").value(event.op());
                json.name("digest").value(Digest.toString(value));
            }
            case WAITED, STUCK, EVICTED -> {}
        }
    }
}
