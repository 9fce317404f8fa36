// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class JsonTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());

    @Test
    void isWrittenOnOneLine() {
        StringBuilder out = new StringBuilder();
        JsonWriter json = new JsonWriter(out).object();
        json.name("time").value(Long.MAX_VALUE).name("speed").value(0.5).name("ok").value(true);
        json.name("nobody").value(null).name("all").array().value(1).object().endObject();
        json.array().endArray().value("a\"b\\c\nd\u001fé").endArray().endObject();
        assertEquals(
                "{\"time\":9223372036854775807,\"speed\":0.5,\"ok\":true,\"nobody\":null,"
                        + "\"all\":[1,{},[],\"a\\\"b\\\\c\\u000ad\\u001fé\"]}",
                out.toString());
    }

    @Test
    void knowsNoInfinity() {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out).array().value(1 / 0.0).value(Double.NaN).endArray();
        assertEquals("[null,null]", out.toString());
    }

    @Test
    void whatWasWrittenIsRead() throws JsonException {
        StringBuilder out = new StringBuilder();
        JsonWriter json = new JsonWriter(out).object().name("a").value("\"\\\u0000\uD83D\uDE00/");
        json.name("b").array().value(Long.MIN_VALUE).value(-0.25).value(false).endArray();
        json.name("c").object().name("d").value(null).endObject().endObject();
        Map<String, Object> read = JsonReader.object(out.toString());
        assertEquals("\"\\\u0000\uD83D\uDE00/", read.get("a"));
        assertEquals(List.of(Long.MIN_VALUE, -0.25, false), read.get("b"));
        assertEquals("{d=null}", String.valueOf(read.get("c")));
        assertEquals(List.of("a", "b", "c"), List.copyOf(read.keySet()));
    }

    @Test
    void blanksAndEscapesAreRead() throws JsonException {
        assertEquals(
                Map.of("a b", List.of(1L, 2.0, 1e30), "é", "\b\f\n\r\t/\"\\A"),
                JsonReader.object(
                        " { \"a b\" : [ 1 , 2.0,1e30 ] ,\"\\u00e9\":"
                                + "\"\\b\\f\\n\\r\\t\\/\\\"\\\\\\u0041\" } \r\n"));
        assertEquals(1e19, JsonReader.object("{\"a\":10000000000000000000}").get("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "1",
                "{}x",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\u0",
                "{\"a\":[1 2]}",
                "{\"a\":'b'}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"\n\"}",
                "status"
            })
    void anythingElseIsRefused(String text) {
        String why = assertThrows(JsonException.class, () -> JsonReader.object(text)).getMessage();
        assertTrue(String.valueOf(why).startsWith("not JSON: "), why);
    }

    @Test
    void depthDoesNotTakeTheStack() throws JsonException {
        assertThrows(JsonException.class, () -> JsonReader.object("{\"a\":" + "[".repeat(100_000)));
        // Depth only: as many side by side are welcome.
        String flat = "{\"a\":[" + "[],".repeat(1_000) + "[]]}";
        assertEquals(Collections.nCopies(1_001, List.of()), JsonReader.object(flat).get("a"));
    }

    /** Whatever comes, it is read or refused. */
    @Test
    void garbageIsRefused() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        String letters = "{}[]:,\"\\truefalsn0123456789.-+eE u/\u0001é";
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            char[] text = new char[random.nextInt(40)];
            Arrays.setAll(
                    new int[text.length],
                    j -> text[j] = letters.charAt(random.nextInt(letters.length())));
            try {
                JsonReader.object("{" + new String(text));
            } catch (JsonException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("-Dalmanac.seed=" + SEED + ": {" + new String(text), e);
            }
        }
        assertTrue(refused > 10_000, "-Dalmanac.seed=" + SEED);
    }
}
