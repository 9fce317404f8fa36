// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.LiveWords;
import dev.almanac.trace.LiveHeader;
import dev.almanac.trace.LiveRow;
import dev.almanac.trace.LiveView;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at a calendar that runs as another process, which does not notice. */
final class LiveSource implements SnapshotSource {
    /** After how long without a word the calendar itself must have been stopped. */
    private static final long SILENCE = 3_000_000_000L;

    private final LiveView view;
    private Snapshot last = Snapshot.NOTHING;
    private long lastNanos = System.nanoTime();

    private LiveSource(LiveView view) {
        this.view = view;
    }

    /**
     * Finds the calendar that listens at a socket.
     *
     * @throws UsageException if there is none
     */
    static LiveSource of(Path socket) throws UsageException {
        try {
            LiveView view = LiveView.find(socket);
            if (view != null) {
                return new LiveSource(view);
            }
        } catch (IOException e) {
            throw new UsageException("cannot look at " + socket + ": " + e);
        }
        throw new UsageException(
                "no calendar of this user has --time="
                        + socket
                        + "; it is the socket where participants connect that top wants");
    }

    @Override
    public Snapshot look() {
        boolean kept = view.isKept(); // first: what it wrote last is read behind that
        MemorySegment table = view.read();
        boolean over = table != null && LiveHeader.isOver(table);
        if (table != null && LiveHeader.real(table) != last.real()) {
            last = snapshot(table);
            lastNanos = System.nanoTime();
        }
        boolean silent = System.nanoTime() - lastNanos > SILENCE;
        return last.but(silent ? "silent: the calendar is stopped" : last.phase(), end(over, kept));
    }

    private static Snapshot snapshot(MemorySegment table) {
        List<Snapshot.Participant> participants = new ArrayList<>();
        String runner = null;
        for (int row = 0; row < LiveHeader.rows(table); row++) {
            long at = LiveRow.at(row);
            Snapshot.Participant participant = participant(table, at);
            participants.add(participant);
            if (LiveRow.number(table, at) == LiveHeader.runner(table)) {
                runner = participant.name();
            }
        }
        return new Snapshot(
                LiveWords.phase(LiveHeader.phase(table)),
                LiveHeader.real(table),
                LiveHeader.simulated(table),
                LiveHeader.grants(table),
                runner,
                LiveHeader.missing(table),
                participants,
                null);
    }

    private static Snapshot.Participant participant(MemorySegment table, long at) {
        return new Snapshot.Participant(
                LiveRow.number(table, at),
                LiveWords.name(LiveRow.id(table, at), LiveRow.number(table, at)),
                LiveRow.pid(table, at),
                LiveWords.state(LiveRow.state(table, at)),
                LiveRow.hasRequest(table, at) ? LiveRow.request(table, at) : null,
                LiveRow.runs(table, at),
                LiveRow.held(table, at),
                LiveRow.messages(table, at));
    }

    private static @Nullable String end(boolean over, boolean kept) {
        if (over) {
            return "the simulation is over";
        }
        return kept ? null : "the calendar is gone, without an orderly end";
    }

    @Override
    public void close() {
        view.close();
    }
}
