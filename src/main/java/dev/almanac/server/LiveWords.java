// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Phase;
import dev.almanac.session.Session;
import dev.almanac.session.State;

import java.util.Locale;

/** The words for what a {@link dev.almanac.trace.LiveTable} has as numbers. */
public final class LiveWords {
    /** What a simulation does that waits for participants. */
    public static final String GATHERING = Phase.GATHERING.toString();

    /** What a simulation does, and who has the floor. */
    public static final String RUNNING = State.RUNNING.toString();

    /** What the others do. */
    public static final String WAITING = State.WAITING.toString();

    private LiveWords() {}

    @SuppressWarnings("EnumOrdinal") // new words need a new version of the table in any case
    static int code(Enum<?> word) {
        return word.ordinal();
    }

    /** What a simulation does; a question mark where that is not known here. */
    public static String phase(int code) {
        return word(Phase.values(), code);
    }

    /** Where a participant stands; likewise. */
    public static String state(int code) {
        return word(State.values(), code);
    }

    private static String word(Object[] words, int code) {
        return code >= 0 && code < words.length ? words[code].toString() : "?";
    }

    /** What a participant is called in all output. */
    public static String name(long id, int number) {
        return id == Session.NO_ID ? "unnamed-" + number : String.format(Locale.ROOT, "id:%x", id);
    }
}
