// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/**
 * There is no calendar where one was looked for, or it is gone, or it has closed this participant's
 * connection. The participant can only be closed now.
 */
public final class CalendarGoneException extends CalendarException {
    private static final long serialVersionUID = 1L;

    /** A reason and what to do, in one line. */
    public CalendarGoneException(String message) {
        super(message);
    }
}
