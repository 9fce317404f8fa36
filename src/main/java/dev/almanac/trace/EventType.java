// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

/**
 * What an event is, and what its fields say. {@link Event#participant} is the one that it happens
 * to; 0, and so are fields that are not mentioned.
 */
public enum EventType {
    /** The calendar waits for participants: number of them. */
    GATHERING(1),

    /** They have asked to start: number of them. */
    GATHERED(2),

    /** A participant connected: number = its process, 0 if unknown. */
    CONNECTED(3),

    /** It told its ID: value. */
    NAMED(4),

    /** It starts, and has the floor: number = its slot. */
    STARTED(5),

    /** A message came from it: op, number = sequence number, value = time, as they travelled. */
    RECEIVED(6),

    /** A message goes to it: likewise. */
    SENT(7),

    /** It gets the floor: value = its horizon; op = 1 if it reads times in shared memory. */
    GRANTED(8),

    /** It gave the floor back: op likewise. */
    WAITED(9),

    /** It is gone: number = requests, value = waits and, from bit 32 on, updates. */
    REMOVED(10),

    /** It broke a rule: op = which. */
    VIOLATED(11),

    /** The floor was given again and again without time going on: value = how often. */
    STORM(12),

    /** Nothing has happened for a while: value = how long, in nanoseconds of real time. */
    SILENT(13),

    /** Nobody has a request. */
    STUCK(14),

    /** A network card of no known participant was plugged in: number = its process. */
    CARD(15),

    /** It sent a frame: number = the frame's, value = its bytes. */
    FRAME_SENT(16),

    /** It got a frame: likewise, and from bit 32 of the value on, whom it is from. */
    FRAME_DELIVERED(17),

    /** The recording ends: op = how the run did, value = the digest of its schedule. */
    ENDED(18),

    /** Somebody who steers the simulation had its connection closed. */
    EVICTED(19);

    private static final EventType[] BY_CODE = byCode();

    private final int code;

    EventType(int code) {
        this.code = code;
    }

    private static EventType[] byCode() {
        EventType[] types = new EventType[values().length + 1];
        for (EventType type : values()) {
            types[type.code] = type;
        }
        return types;
    }

    /** Its number in a record: 1 to 255. */
    int code() {
        return code;
    }

    /**
     * The type of a number.
     *
     * @throws IllegalArgumentException if it is none
     */
    static EventType of(int code) {
        if (code <= 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no type of event: " + code);
        }
        return BY_CODE[code];
    }
}
