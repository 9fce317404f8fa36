// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Situation;
import dev.almanac.session.Session;
import dev.almanac.sys.Syscalls;
import dev.almanac.trace.LiveHeader;
import dev.almanac.trace.LiveRow;
import dev.almanac.trace.LiveTable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Shows other processes what the simulation does, four times a second: {@code almanac top}. Between
 * two times it costs nothing, so a grant does not either.
 *
 * <p>Belongs to the event loop's thread. Allocates nothing.
 */
final class LiveReport implements AutoCloseable {
    /** How often to write the table, in nanoseconds of real time. */
    static final long PERIOD = 250_000_000;

    /**
     * How many are written each period. Where there are more, all are written at once as well, as
     * they belong together, but less often: one period more for each so many.
     */
    private static final int ROWS_A_PERIOD = 8_192;

    private final LiveTable table;
    private final Situation situation;
    private final Summary summary;
    private final FlightRecorder flight;
    private int skipped;

    private LiveReport(
            LiveTable table, Situation situation, Summary summary, FlightRecorder flight) {
        this.table = table;
        this.situation = situation;
        this.summary = summary;
        this.flight = flight;
    }

    /**
     * Makes a table for the calendar with these options, which listens by now.
     *
     * @throws StartupException if its socket is not there any more
     */
    static LiveReport open(
            ServerOptions options,
            Syscalls sys,
            Situation situation,
            Summary summary,
            FlightRecorder flight)
            throws StartupException {
        try {
            Path socket = Path.of(options.path());
            LiveTable table = LiveTable.create(sys, socket, options.settings().maxSlots());
            return new LiveReport(table, situation, summary, flight);
        } catch (IOException e) {
            throw new StartupException("cannot look at the socket just made: " + e);
        }
    }

    /** Once a period: writes the table, or waits for another period if there are very many. */
    void update() {
        if (skipped < participants() / ROWS_A_PERIOD) {
            skipped++;
        } else {
            skipped = 0;
            write();
        }
    }

    private void write() {
        flight.tick();
        table.beginChange();
        MemorySegment memory = table.memory();
        int rows = Math.min(participants(), table.rows());
        for (int row = 0; row < rows; row++) {
            writeRow(memory, LiveRow.at(row), participant(row));
        }
        Session runner = situation.runner();
        LiveHeader.rows(memory, rows);
        LiveHeader.real(memory, flight.real());
        LiveHeader.simulated(memory, situation.now());
        LiveHeader.grants(memory, summary.grants());
        LiveHeader.runner(memory, runner == null ? 0 : flight.number(runner));
        LiveHeader.phase(memory, LiveWords.code(situation.phase()));
        LiveHeader.missing(memory, situation.missing());
        table.endChange();
    }

    private int participants() {
        return situation.roster().size() + situation.newcomers().size();
    }

    private Session participant(int row) {
        int started = situation.roster().size();
        return row < started
                ? situation.roster().get(row)
                : situation.newcomers().get(row - started);
    }

    private void writeRow(MemorySegment memory, long at, Session session) {
        LiveRow.who(memory, at, flight.number(session), session.id(), session.pid());
        LiveRow.state(memory, at, LiveWords.code(session.state()));
        if (situation.hasRequest(session)) {
            LiveRow.request(memory, at, situation.requestTime(session));
        } else {
            LiveRow.noRequest(memory, at);
        }
        LiveRow.done(
                memory,
                at,
                session.runCount(),
                flight.heldNanos(session),
                session.receivedCount() + session.sentCount());
    }

    /** Shows how it was in the end, and that it is over. */
    @Override
    public void close() {
        write();
        table.close();
    }
}
