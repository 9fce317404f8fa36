// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

/** A recording cannot be read; the message says why in one line. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A recording that cannot be read. */
    public RecordingException(String message) {
        super(message);
    }
}
