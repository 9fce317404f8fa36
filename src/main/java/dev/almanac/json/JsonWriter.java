// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Writes JSON without line breaks, so that a text is a line. What belongs together is the caller's
 * business: it calls {@link #endObject} for each {@link #object}, and gives names in objects only.
 *
 * <p>A caller with much to say may take what is in its builder, and empty it, at any time.
 */
public final class JsonWriter {
    private final StringBuilder out;
    private boolean needsComma;

    /** Appends to {@code out}, which the caller keeps. */
    public JsonWriter(StringBuilder out) {
        this.out = out;
    }

    /** Begins an object. */
    public JsonWriter object() {
        return open('{');
    }

    /** Ends it. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Begins an array. */
    public JsonWriter array() {
        return open('[');
    }

    /** Ends it. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** The name of what comes next in an object. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        needsComma = false;
        return this;
    }

    /** A text, or null. */
    public JsonWriter value(@Nullable String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            quote(text);
        }
        return this;
    }

    /** A whole number, all digits of it. */
    public JsonWriter value(long number) {
        separate();
        out.append(number);
        return this;
    }

    /** A number; null where it is none, as JSON knows no infinity. */
    public JsonWriter value(double number) {
        separate();
        if (Double.isFinite(number)) {
            out.append(number);
        } else {
            out.append("null");
        }
        return this;
    }

    /** A number with so many decimals, which are its last digits: 1234, 3 is 1.234. */
    public JsonWriter value(long digits, int decimals) {
        separate();
        out.append(BigDecimal.valueOf(digits, decimals).toPlainString());
        return this;
    }

    /** True or false. */
    public JsonWriter value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            out.append(',');
        }
        needsComma = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00")
                        .append(c < 0x10 ? '0' : '1')
                        .append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
