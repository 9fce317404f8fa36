// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.json;

/** A text is not JSON; the message says what is wrong with it, and where. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }
}
