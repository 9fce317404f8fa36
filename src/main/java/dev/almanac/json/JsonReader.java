// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text as a whole: objects as maps in their order, arrays as lists, texts as strings,
 * whole numbers that fit as {@link Long}, others as {@link Double}, true and false as {@link
 * Boolean}, null as null. Whatever the text is, it is read in time proportional to its length.
 */
public final class JsonReader {
    /** Deeper texts are refused: each level takes some of the stack. */
    private static final int MAX_DEPTH = 32;

    private static final char END = '\uffff'; // no character

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @throws JsonException if the text is not one
     */
    public static Map<String, @Nullable Object> object(String text) throws JsonException {
        JsonReader reader = new JsonReader(text);
        reader.expect('{');
        Map<String, @Nullable Object> object = reader.members();
        if (reader.peek() != END) {
            throw reader.wrong("something after its end");
        }
        return object;
    }

    /** The next character that is no blank. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private void expect(char wanted) throws JsonException {
        if (peek() != wanted) {
            throw wrong("no '" + wanted + "'");
        }
        at++;
    }

    /** Whether another member or element follows; takes the comma or the closing bracket. */
    private boolean goesOn(char closing) throws JsonException {
        char next = peek();
        if (next != ',' && next != closing) {
            throw wrong("neither ',' nor '" + closing + "'");
        }
        at++;
        return next == ',';
    }

    private @Nullable Object value() throws JsonException {
        return switch (peek()) {
            case '{', '[' -> brackets();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object brackets() throws JsonException {
        if (++depth == MAX_DEPTH) {
            throw wrong("too many brackets");
        }
        Object value = text.charAt(at++) == '{' ? members() : elements();
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> members() throws JsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (peek() == '}') {
            at++;
            return members;
        }
        do {
            peek();
            String name = string();
            expect(':');
            members.put(name, value());
        } while (goesOn('}'));
        return members;
    }

    private List<@Nullable Object> elements() throws JsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value());
        } while (goesOn(']'));
        return elements;
    }

    private String string() throws JsonException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                break;
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("a text without its closing '\"'");
    }

    private char escaped() throws JsonException {
        char c = at < text.length() ? text.charAt(at++) : END;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) hexadecimal();
            default -> throw wrong("an unknown escape");
        };
    }

    private int hexadecimal() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw wrong("\\u without four hexadecimal digits");
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private @Nullable Object word(String word, @Nullable Object meaning) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return meaning;
    }

    private Object number() throws JsonException {
        int from = at;
        while (at < text.length() && "+-.0123456789Ee".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][+-]?[0-9]+)?")) {
            throw wrong("no value");
        }
        if (number.matches("-?[0-9]{1,19}")) {
            try {
                return Long.parseLong(number);
            } catch (NumberFormatException e) {
                // beyond 2^63: as any other that is too large to be exact
            }
        }
        return Double.parseDouble(number);
    }

    private JsonException wrong(String what) {
        return new JsonException("not JSON: " + what + " at column " + (at + 1));
    }
}
