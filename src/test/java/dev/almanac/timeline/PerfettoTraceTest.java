// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.json.JsonReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What tools for the Trace Event Format read. */
class PerfettoTraceTest {
    private static String traceOf(Timeline timeline, boolean alongReal) throws Exception {
        StringBuilder text = new StringBuilder();
        PerfettoTrace.write(timeline, alongReal, text);
        return text.toString();
    }

    private static List<?> eventsOf(String trace) throws Exception {
        Map<String, @Nullable Object> all = JsonReader.object(trace);
        return (List<?>) Objects.requireNonNull(all.get("traceEvents"));
    }

    private static Timeline twoGuests() {
        Timeline timeline = new Timeline("two");
        timeline.row(1L, "id:1");
        timeline.row(2L, "id:2");
        timeline.run(0, 1_000_140_932L, 1_000_140_933L, 1_000_240_932L, 5_001, 17_346);
        int sent = timeline.mark(MarkKind.SENT, 0, 1_000_140_933L, 6_000, Timeline.NONE, 98);
        timeline.mark(MarkKind.DELIVERED, 1, 1_000_240_933L, 20_000, sent, 98);
        timeline.mark(MarkKind.BROADCAST, 1, 1_000_240_933L, 20_001, Timeline.NONE, -1);
        return timeline;
    }

    private static boolean has(String trace, String... parts) {
        return trace.lines().anyMatch(line -> List.of(parts).stream().allMatch(line::contains));
    }

    @Test
    void aRunIsASliceOfItsParticipantsThread() throws Exception {
        String simulated = traceOf(twoGuests(), false);
        String real = traceOf(twoGuests(), true);

        assertTrue(has(simulated, "\"thread_name\"", "\"tid\":2", "{\"name\":\"id:2\"}"));
        assertTrue(
                has(simulated, "\"X\"", "\"run\"", "\"tid\":1,\"ts\":1000140.932,\"dur\":0.001,"));
        assertTrue(has(simulated, "\"simulated\":\"1000140932\",\"free until\":\"1000240932\""));
        assertTrue(has(real, "\"X\"", "\"run\"", "\"tid\":1,\"ts\":5.001,\"dur\":12.345,"));
    }

    @Test
    void aFrameIsAFlowFromSliceToSlice() throws Exception {
        String trace = traceOf(twoGuests(), false);

        assertTrue(
                has(trace, "frame sent", "\"tid\":1", "\"bind_id\":\"0x0\",\"flow_out\":true"),
                trace);
        assertTrue(
                has(trace, "frame received", "\"tid\":2", "\"bind_id\":\"0x0\",\"flow_in\":true"),
                trace);
        assertTrue(has(trace, "\"i\"", "broadcast", "\"value\":\"0xffffffffffffffff\""), trace);
    }

    @Test
    void everyEventIsComplete() throws Exception {
        Set<Object> phases = new HashSet<>();
        List<?> events = eventsOf(traceOf(GeneratedTimeline.of(5, 1_000, 7), false));
        for (Object event : events) {
            Map<?, ?> fields = (Map<?, ?>) event;
            Object phase = fields.get("ph");
            phases.add(String.valueOf(phase));
            assertTrue(fields.keySet().containsAll(Set.of("name", "pid", "tid", "args")));
            assertEquals(!"M".equals(phase), fields.containsKey("ts"), fields.toString());
            assertEquals("X".equals(phase), fields.containsKey("dur"), fields.toString());
            assertEquals("i".equals(phase), fields.containsKey("s"), fields.toString());
        }
        assertEquals(Set.of("M", "X", "i"), phases);
        assertTrue(events.size() > 1_000);
    }

    @Test
    void anEmptyTimelineIsATraceToo() throws Exception {
        assertEquals(1, eventsOf(traceOf(new Timeline("empty"), false)).size());
    }
}
