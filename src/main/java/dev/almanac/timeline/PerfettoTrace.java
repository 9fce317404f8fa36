// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import dev.almanac.json.JsonWriter;

import java.io.IOException;

/**
 * A timeline as JSON in the Trace Event Format, for ui.perfetto.dev and chrome://tracing: one
 * process, in it a thread for each participant, with its runs and frames as slices and the rest as
 * instants.
 *
 * <p>Frames are slices of no length, because flows tie slices together. There is no
 * "displayTimeUnit": some readers take it as the unit of "ts", which is always microseconds.
 */
public final class PerfettoTrace {
    private static final int PROCESS = 1;

    /** Times are in microseconds: nanoseconds with three decimals. */
    private static final int MICROS = 3;

    private final Timeline timeline;
    private final boolean alongReal;
    private final Appendable out;
    private final StringBuilder text = new StringBuilder();
    private final JsonWriter json = new JsonWriter(text);

    private PerfettoTrace(Timeline timeline, boolean alongReal, Appendable out) {
        this.timeline = timeline;
        this.alongReal = alongReal;
        this.out = out;
    }

    /**
     * Writes a timeline to {@code out}, as UTF-8.
     *
     * @param alongReal whether its time is the real one; else it is the simulated one
     */
    public static void write(Timeline timeline, boolean alongReal, Appendable out)
            throws IOException {
        new PerfettoTrace(timeline, alongReal, out).write();
    }

    private void write() throws IOException {
        json.object().name("traceEvents").array();
        names();
        for (int run = 0; run < timeline.runs(); run++) {
            run(run);
            flush();
        }
        for (int mark = 0; mark < timeline.marks(); mark++) {
            mark(mark);
            flush();
        }
        json.endArray();
        json.name("otherData").object();
        json.name("recording").value(timeline.name());
        json.name("time").value(alongReal ? "real" : "simulated");
        json.name("note").value(timeline.note());
        json.endObject().endObject();
        text.append('\n');
        flush();
    }

    /** A line an event, so that no line is too long to look at. */
    private void flush() throws IOException {
        out.append(text);
        text.setLength(0);
    }

    private void names() {
        metadata("process_name", 0).name("name").value(timeline.name());
        json.endObject().endObject();
        for (int row = 0; row < timeline.rows().size(); row++) {
            metadata("thread_name", row).name("name").value(timeline.rows().get(row).name());
            json.endObject().endObject();
            metadata("thread_sort_index", row).name("sort_index").value(row);
            json.endObject().endObject();
        }
    }

    private JsonWriter metadata(String what, int row) {
        return open("M", what, row).name("args").object();
    }

    private void run(int run) {
        long start = timeline.runStart.get(run);
        long told = timeline.runTold.get(run);
        long begun = timeline.runBegun.get(run);
        long ended = timeline.runEnded.get(run);
        open("X", "run", timeline.runRow.getInt(run));
        json.name("ts").value(alongReal ? begun : start, MICROS);
        json.name("dur").value(alongReal ? ended - begun : told - start, MICROS);
        json.name("args").object();
        json.name("simulated").value(Long.toUnsignedString(start));
        json.name("free until").value(Long.toUnsignedString(timeline.runFree.get(run)));
        json.name("real").value(begun);
        json.name("held").value(ended - begun);
        json.endObject().endObject();
    }

    private void mark(int mark) {
        MarkKind kind = timeline.markKind.get(mark);
        boolean isFrame = kind == MarkKind.SENT || kind == MarkKind.DELIVERED;
        long time = timeline.markTime.get(mark);
        long real = timeline.markReal.get(mark);
        int peer = timeline.markPeer.getInt(mark);
        open(isFrame ? "X" : "i", kind.text(), timeline.markRow.getInt(mark));
        json.name("ts").value(alongReal ? real : time, MICROS);
        if (!isFrame) {
            json.name("s").value("t");
        } else {
            json.name("dur").value(0, MICROS);
            boolean isSent = kind == MarkKind.SENT;
            if (isSent || peer != Timeline.NONE) {
                json.name("bind_id").value("0x" + Integer.toHexString(isSent ? mark : peer));
                json.name(isSent ? "flow_out" : "flow_in").value(true);
            }
        }
        json.name("args").object();
        json.name("simulated").value(Long.toUnsignedString(time));
        json.name("real").value(real);
        if (isFrame) {
            json.name("bytes").value(timeline.markValue.get(mark));
        } else if (kind == MarkKind.BROADCAST) {
            json.name("value").value("0x" + Long.toHexString(timeline.markValue.get(mark)));
        }
        json.endObject().endObject();
    }

    private JsonWriter open(String phase, String name, int row) {
        text.append('\n');
        json.object().name("ph").value(phase).name("name").value(name);
        return json.name("pid").value(PROCESS).name("tid").value(row + 1L);
    }
}
