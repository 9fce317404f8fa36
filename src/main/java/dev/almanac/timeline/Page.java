// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import dev.almanac.json.JsonWriter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A timeline as one HTML page that needs nothing else: style, scripts and numbers are in it. Its
 * content security policy forbids the browser to load anything, and to run any script but this one.
 */
public final class Page {
    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS =
            List.of(
                    "times.js",
                    "recording.js",
                    "view.js",
                    "axis.js",
                    "theme.js",
                    "marks.js",
                    "lanes.js",
                    "speed.js",
                    "details.js",
                    "search.js",
                    "input.js",
                    "page.js");

    private Page() {}

    /**
     * Writes a timeline to {@code out}; the page is UTF-8.
     *
     * @param alongReal whether it is drawn along real time at first; else along simulated time
     */
    public static void write(Timeline timeline, boolean alongReal, Appendable out)
            throws IOException {
        String style = resource("page.css");
        // In braces, so that no name of ours can be mistaken for one of the window's.
        String script =
                SCRIPTS.stream()
                        .map(Page::resource)
                        .collect(Collectors.joining("", "\n{\n\"use strict\";\n", "}\n"));
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("@policy@", policy(style, script));
        parts.put("@style@", style);
        parts.put("@recording@", json(timeline, alongReal));
        parts.put("@script@", script);
        String rest = resource("page.html");
        for (Map.Entry<String, String> part : parts.entrySet()) {
            int place = rest.indexOf(part.getKey());
            out.append(rest, 0, place).append(part.getValue());
            rest = rest.substring(place + part.getKey().length());
        }
        out.append(rest);
    }

    private static String policy(String style, String script) {
        return "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script));
    }

    /** How a policy names the one text that it allows. */
    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String json(Timeline timeline, boolean alongReal) {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text);
        json.object();
        json.name("name").value(timeline.name());
        json.name("note").value(timeline.note());
        json.name("real").value(alongReal);
        json.name("rows").array();
        for (Timeline.Row row : timeline.rows()) {
            // As text: a number in JavaScript has 53 bits.
            Long id = row.id();
            json.object();
            json.name("id").value(id == null ? null : Long.toUnsignedString(id));
            json.name("name").value(row.name()).endObject();
        }
        json.endArray();
        json.name("runs").object();
        json.name("count").value(timeline.runs());
        json.name("row").value(timeline.runRow.packed());
        json.name("start").value(timeline.runStart.differences().packed());
        json.name("told").value(timeline.runTold.minus(timeline.runStart).packed());
        json.name("free").value(timeline.runFree.minus(timeline.runTold).packed());
        json.name("begun").value(timeline.runBegun.differences().packed());
        json.name("held").value(timeline.runEnded.minus(timeline.runBegun).packed());
        json.endObject();
        Column kinds = new Column();
        timeline.markKind.forEach(kind -> kinds.add(kind.code()));
        json.name("marks").object();
        json.name("count").value(timeline.marks());
        json.name("kind").value(kinds.packed());
        json.name("row").value(timeline.markRow.packed());
        json.name("time").value(timeline.markTime.differences().packed());
        json.name("real").value(timeline.markReal.differences().packed());
        json.name("peer").value(timeline.markPeer.packed());
        json.name("value").value(timeline.markValue.packed());
        json.endObject().endObject();
        return text.toString().replace("<", "\\u003c"); // or a name could end the script element
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
