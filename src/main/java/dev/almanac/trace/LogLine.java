// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.wire.Op;

/**
 * A line as usfstl's controller prints it, in the same columns, for the scripts that read them. The
 * first column is 0: here nothing nests. Used again and again.
 */
public final class LogLine {
    /** The own time of who has none yet. */
    public static final String NO_TIME = "tbd";

    private final StringBuilder line = new StringBuilder(128);

    /** Begins with the calendar's time. */
    public LogLine at(long now) {
        line.setLength(0);
        line.append("[ 0][");
        right(Long.toUnsignedString(now), 12);
        line.append(']');
        return this;
    }

    /** Begins with nothing: it belongs to the line before. */
    public LogLine indented() {
        line.setLength(0);
        line.append("                  ");
        return this;
    }

    /**
     * Names somebody.
     *
     * @param own its own time, or {@link #NO_TIME}
     */
    public LogLine of(String name, String own) {
        line.append('[').append(name);
        for (int column = name.length(); column < 20; column++) {
            line.append(' ');
        }
        line.append(' ');
        right(own, 12);
        line.append(']');
        return this;
    }

    /** Somebody's own time where the calendar's is {@code now}. */
    public static String ownTime(long own, long now) {
        return own == now ? "=" : Long.toUnsignedString(own);
    }

    /**
     * A message.
     *
     * @param direction {@code <} to the calendar, {@code >} from it
     */
    public LogLine message(char direction, int op, int seq, long time) {
        line.append(' ').append(direction);
        right(Integer.toString(seq), 6);
        line.append("| ");
        right(Op.name(op), 10);
        line.append(" @ ").append(time);
        return this;
    }

    /** What happened to whom was named. */
    public LogLine says(String what) {
        line.append("          ").append(what);
        return this;
    }

    /** Anything else. */
    public LogLine append(String text) {
        line.append(text);
        return this;
    }

    private void right(String text, int width) {
        for (int column = text.length(); column < width; column++) {
            line.append(' ');
        }
        line.append(text);
    }

    /** The line, without an end. */
    @Override
    public String toString() {
        return line.toString();
    }
}
