// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page is in one piece, allows its own script only, and holds the numbers. */
class PageTest {
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern DATA =
            Pattern.compile(
                    "<script type=\"application/json\" id=\"recording\">(.*?)</script>",
                    Pattern.DOTALL);

    private static String pageOf(Timeline timeline) throws IOException {
        StringBuilder text = new StringBuilder();
        Page.write(timeline, false, text);
        return text.toString();
    }

    private static String group(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        assertTrue(matcher.find(), pattern.pattern());
        return matcher.group(1);
    }

    private static Map<String, @Nullable Object> dataOf(String page) throws JsonException {
        return JsonReader.object(group(DATA, page));
    }

    @Test
    void theOnlyScriptAndStyleThatMayRunAreItsOwn() throws Exception {
        String page = pageOf(GeneratedTimeline.of(3, 100, 1));
        String policy = group(Pattern.compile("Content-Security-Policy\" content=\"(.*?)\""), page);

        assertEquals(
                "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                        .formatted(hash(group(STYLE, page)), hash(group(SCRIPT, page))),
                policy);
    }

    private static String hash(String text) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return Base64.getEncoder()
                .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothingIsLoaded() throws Exception {
        String page = pageOf(GeneratedTimeline.of(3, 100, 1));

        assertFalse(Pattern.compile("\\b(src|href)=|https?:|url\\(|@import").matcher(page).find());
        assertFalse(page.contains("@recording@"));
    }

    @Test
    void namesCannotEndTheScriptElement() throws Exception {
        String nasty = "</script><script>alert(1)</script><!-- \"\\ \u2028 @script@";
        Timeline timeline = new Timeline(nasty);
        timeline.row(null, nasty);
        timeline.note(nasty);

        Map<String, @Nullable Object> data = dataOf(pageOf(timeline));

        assertEquals(nasty, data.get("name"));
        assertEquals(nasty, data.get("note"));
        assertTrue(String.valueOf(data.get("rows")).contains(nasty));
    }

    @Test
    void idsAreWholeAndUnsigned() throws Exception {
        Timeline timeline = new Timeline("ids");
        timeline.row(-2L, "id:fffffffffffffffe");
        timeline.row(null, "unnamed-2");

        String rows = String.valueOf(dataOf(pageOf(timeline)).get("rows"));

        assertEquals(
                "[{id=18446744073709551614, name=id:fffffffffffffffe}, {id=null, name=unnamed-2}]",
                rows);
    }

    @Test
    void anEmptyRecordingIsAPageToo() throws Exception {
        Map<String, @Nullable Object> data = dataOf(pageOf(new Timeline("empty")));

        assertNull(data.get("note"));
        assertTrue(String.valueOf(data.get("runs")).startsWith("{count=0"));
        assertNotNull(data.get("marks"));
    }

    @Test
    void aHundredThousandRunsAreAFewMegabytes() throws Exception {
        int size = pageOf(GeneratedTimeline.of(8, 100_000, 3)).length();

        assertTrue(size < 4_000_000, size + " characters");
    }
}
