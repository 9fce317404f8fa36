// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What is drawn of a simulation: a row for each participant, its runs, and marks for what happened
 * at a moment. Filled in the order in which things happened. One thread's.
 *
 * <p>Times are nanoseconds: simulated ones absolute, and wrap; real ones since the recording began.
 */
public final class Timeline {
    /** No row, or no mark. */
    public static final int NONE = -1;

    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable String note;
    private boolean damaged;

    final Column runRow = new Column();
    final Column runStart = new Column();
    final Column runTold = new Column();
    final Column runFree = new Column();
    final Column runBegun = new Column();
    final Column runEnded = new Column();

    final List<MarkKind> markKind = new ArrayList<>();
    final Column markRow = new Column();
    final Column markTime = new Column();
    final Column markReal = new Column();
    final Column markPeer = new Column();
    final Column markValue = new Column();

    /**
     * A participant.
     *
     * @param id which it told; null if none
     */
    record Row(@Nullable Long id, String name) {}

    /** Nothing yet; {@code name} is what it is called on top. */
    public Timeline(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<Row> rows() {
        return rows;
    }

    /** Says what the reader has to know, such as that the recording is cut off. */
    public void note(String text) {
        note = note == null ? text : note + " " + text;
    }

    /** Says that there is more that could not be read. */
    void damaged(String why) {
        note(why);
        damaged = true;
    }

    /** Whether there is more that could not be read; the note says why. */
    public boolean isDamaged() {
        return damaged;
    }

    /** What {@link #note} said; null if nothing. */
    public @Nullable String note() {
        return note;
    }

    /** Adds a participant, and returns its row. */
    public int row(@Nullable Long id, String rowName) {
        rows.add(new Row(id, rowName));
        return rows.size() - 1;
    }

    /**
     * Adds a run, from when the floor was given until it was given back.
     *
     * @param start when it got the floor
     * @param told how far it said that it had come; {@code start} if it said nothing
     * @param free how far it could have gone on by itself without a word; at least {@code told}
     * @param begun when it got the floor, in real time
     * @param ended when it gave it back
     */
    public void run(int row, long start, long told, long free, long begun, long ended) {
        runRow.add(row);
        runStart.add(start);
        runTold.add(told);
        runFree.add(free);
        runBegun.add(begun);
        runEnded.add(ended);
    }

    int runs() {
        return runRow.size();
    }

    /**
     * Adds a mark, and returns its number.
     *
     * @param peer the mark of the frame's sending, if this is its arrival and that is known; else
     *     {@link #NONE}
     * @param value as its kind says
     */
    public int mark(MarkKind kind, int row, long time, long real, int peer, long value) {
        markKind.add(kind);
        markRow.add(row);
        markTime.add(time);
        markReal.add(real);
        markPeer.add(peer);
        markValue.add(value);
        return marks() - 1;
    }

    int marks() {
        return markKind.size();
    }
}
